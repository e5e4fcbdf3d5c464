import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, labReady, startLab, type Lab } from "@secondlock/lab";
import { type Audited, type Desk, openDesk, serviceOf, type Verdict } from "./bad-days-desk.ts";
import { commands, file } from "./bad-days-fixtures.ts";

// What takes passwords is asked once, from here, because each asking may count as a failed login there.
const keysOnly = file(
  "/etc/ssh/sshd_config.d/00-keys.conf",
  "PasswordAuthentication no\nKbdInteractiveAuthentication no\n",
);

const hosts = {
  healthy: { role: "bare", fixtures: [admins, keysOnly] },
  "no-scanner": {
    role: "bare",
    fixtures: [
      admins,
      keysOnly,
      commands("no-scanner", "usermod --shell /bin/sh ada; usermod --shell /bin/sh root; rm /bin/bash /usr/bin/perl"),
    ],
  },
  "no-client": { role: "bare", fixtures: [admins, keysOnly, commands("no-client", "rm /usr/bin/ssh")] },
  crowded: {
    role: "bare",
    fixtures: [
      admins,
      keysOnly,
      // the slowest exchange there is, so that callers meet
      file("/etc/ssh/sshd_config.d/00-crowd.conf", "MaxStartups 1\nKexAlgorithms sntrup761x25519-sha512@openssh.com\n"),
    ],
  },
  single: {
    role: "bare",
    fixtures: [admins, keysOnly, file("/etc/ssh/sshd_config.d/00-single.conf", "MaxSessions 1\n")],
  },
} as const;

describe.skipIf(!labReady())("attempts between hosts that lack something", () => {
  let lab: Lab<keyof typeof hosts>;
  let desk: Desk;
  let seen: Audited;

  beforeAll(async () => {
    lab = await startLab({ hosts });
    const logins = Object.values(lab.hosts).map(({ name, ipv4 }) => [name, `ada@${ipv4}`]);
    desk = openDesk(lab, serviceOf(lab, Object.fromEntries(logins)));
    seen = await desk.audit([]);
  });
  afterAll(async () => {
    desk?.close();
    await lab?.stop();
  });

  const of = (host: string): readonly Verdict[] => seen.audit.verdicts.filter(({ target }) => target === host);
  const verdict = (host: string, control: string) => of(host).find((one) => one.control === control);

  test("every host is read to its end", () => {
    for (const target of seen.audit.targets) {
      expect(target).toMatchObject({ state: "read", asRoot: true });
      expect(target.because).toBeUndefined();
    }
    expect({ code: seen.code, stderr: seen.stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("a host without perl and bash proves nothing about ports, and where that matters the report says why", () => {
    const scans = of("healthy").filter(
      ({ control }) => control.startsWith("ports-") || control.startsWith("firewall-"),
    );
    const said = scans.filter(({ outside }) =>
      outside.because.includes("host:no-scanner: there is no perl and no bash at this vantage"),
    );
    expect(said.length).toBeGreaterThan(0);
    for (const { control, outside } of scans)
      if (outside.outcome === "refused" || outside.outcome === "succeeded")
        expect(outside.vantages, control).not.toContain("host:no-scanner");
    expect(verdict("healthy", "ports-as-declared")?.outside.vantages).toContain("host:no-client");
  });

  test("a host without an ssh client proves nothing about another's sshd, while one with it does", () => {
    const { outcome, vantages } = verdict("healthy", "ssh-no-password-login")?.outside ?? {};
    expect(outcome).toBe("refused");
    expect(vantages).toContain("host:no-scanner");
    expect(vantages).not.toContain("host:no-client");
  });

  test("one session at a time is enough: the same verdicts as on a host without that limit", () => {
    for (const one of of("single"))
      expect({ control: one.control, verdict: one.verdict }).toEqual({
        control: one.control,
        verdict: verdict("healthy", one.control)?.verdict,
      });
  });

  test("a crowded sshd turns attempts away: that is never taken for a refusal or a way in", () => {
    const turnedAway = of("crowded").filter(({ outside }) => outside.because.includes("closes the connection"));
    expect(turnedAway.length).toBeGreaterThan(0);
    for (const { control, outside } of of("crowded")) {
      const same = verdict("healthy", control)?.outside.outcome;
      expect([same, "inconclusive"], control).toContain(outside.outcome);
    }
    for (const { outside } of turnedAway) expect(outside.outcome).toBe("inconclusive");
  });

  test("nothing is left behind", async () => {
    expect(await desk.leftBehind(0.5)).toEqual([]);
    for (const host of Object.values(lab.hosts)) {
      const { stdout } = await host.exec(["pgrep", "-af", "^(sshd: ada|sudo|sh -s|sh -c|bash -s|ssh |ssh-agent)"]);
      expect({ host: host.name, stdout }).toEqual({ host: host.name, stdout: "" });
    }
  });
});
