import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Audit } from "@secondlock/engine";
import { admins, cloudInitPassword, guide, hardened, ipv6Open, labReady, matchRoot } from "@secondlock/lab";
import { nopasswdDropIn, protocolOne, startLab, undeclaredListener, type Fixture, type Lab } from "@secondlock/lab";
import { deskFor } from "./desk.ts";
import { verdictOf } from "./outcomes.ts";
import { answer } from "./doors.ts";

const FAULTS = {
  cloud: [guide, cloudInitPassword],
  match: [hardened, matchRoot],
  six: [hardened, ipv6Open],
  one: [hardened, protocolOne],
  nopasswd: [hardened, nopasswdDropIn],
  listening: [hardened, undeclaredListener],
} as const satisfies Record<string, readonly Fixture[]>;

type Faulty = keyof typeof FAULTS;

const faulty = Object.keys(FAULTS) as Faulty[];

/** Each host has one fault, and is audited for itself: from the operator's desk and from the stranger. */
describe.skipIf(!labReady())("what an audit says of a host with one fault", () => {
  let lab: Lab<Faulty | "guide-db" | "stranger">;
  const audits = new Map<string, Audit>();

  beforeAll(async () => {
    const wishes = faulty.map((name) => [name, { role: "app", fixtures: [admins, ...FAULTS[name]] }] as const);
    lab = await startLab({
      hosts: {
        ...(Object.fromEntries(wishes) as Record<Faulty, (typeof wishes)[number][1]>),
        "guide-db": { role: "db", fixtures: [admins, guide] },
        stranger: { role: "bare", fixtures: [admins] },
      },
    });
    const { cloud, stranger, "guide-db": database } = lab.hosts;
    const groups = new Map(faulty.map((name) => [name as string, [lab.hosts[name], stranger]]));
    groups.set("cloud", [cloud, database, stranger]);
    const waiting = groups.entries();
    const worker = async () => {
      for (const [name, hosts] of waiting) audits.set(name, await deskFor(lab, name, hosts).audit());
    };
    await Promise.all([worker(), worker()]);
  });
  afterAll(() => lab?.stop());

  const seen = (audit: string, target: string, control: string) => {
    const found = audits.get(audit);
    if (!found) throw new Error(`${audit} was not audited`);
    const { verdict, inside, outside } = verdictOf(found, target, control);
    return { verdict, inside: inside.because, outside: outside.because, vantages: outside.vantages };
  };

  test("a drop-in of cloud-init turns passwords on again, while the main file says no", async () => {
    expect(await answer(lab.hosts.cloud, "grep ^PasswordAuthentication /etc/ssh/sshd_config")).toBe(
      "PasswordAuthentication no",
    );
    expect(seen("cloud", "cloud", "ssh-no-password-login")).toMatchObject({
      verdict: "broken",
      inside: expect.stringMatching(/passwordauthentication yes/i),
      outside: expect.stringContaining("sshd offers password"),
    });
    expect(seen("cloud", "cloud", "ssh-drop-in-shadowing").inside).toMatch(/50-cloud-init\.conf/);
  });

  test("a Match block lets root in again", async () => {
    expect(await answer(lab.hosts.match, "sshd -T | grep ^permitrootlogin")).toBe("permitrootlogin no");
    expect(seen("match", "match", "ssh-no-root-login")).toMatchObject({
      verdict: "broken",
      inside: expect.stringMatching(/permitrootlogin yes/i),
      outside: expect.stringMatching(/root logs in at 198\.18\.0\.\d+, 2001:2::/),
    });
    expect(seen("match", "match", "ssh-match-blocks")).toMatchObject({
      verdict: "broken",
      inside: expect.stringMatching(/Match User root/i),
    });
  });

  test("IPv6 is open while IPv4 is closed", () => {
    expect(seen("six", "six", "firewall-default-drop-ipv4").verdict).toBe("proven");
    expect(seen("six", "six", "firewall-default-drop-ipv6")).toMatchObject({
      verdict: "broken",
      outside: expect.stringMatching(/8080 at 2001:2::/),
      vantages: ["operator", "stranger"],
    });
    expect(seen("six", "six", "firewall-parity")).toMatchObject({
      verdict: "broken",
      inside: expect.stringContaining("IPv6 only"),
      outside: expect.stringMatching(/open over one of IPv4 and IPv6 only: 8080 at 2001:2::/),
    });
  });

  test("`Protocol 1` is named, which sshd passes over in silence; what it speaks is proven all the same", async () => {
    expect(await answer(lab.hosts.one, "sshd -t")).toBe("");
    expect(seen("one", "one", "ssh-config-valid")).toMatchObject({
      verdict: "broken",
      inside: expect.stringMatching(/sshd_config:1 says Protocol 1/),
    });
    expect(seen("one", "one", "ssh-protocol-2").verdict).toBe("proven");
  });

  test("NOPASSWD in sudoers.d opens root to whoever has the session", () => {
    expect(seen("nopasswd", "nopasswd", "sudo-asks-password")).toMatchObject({
      verdict: "broken",
      inside: expect.stringMatching(/NOPASSWD|without a password/i),
      outside: expect.stringContaining("ada can run a command with sudo and give no password"),
    });
  });

  test("a listener that nobody declared is named, and only the firewall keeps it shut", () => {
    expect(seen("listening", "listening", "ports-as-declared")).toMatchObject({
      verdict: "luck",
      inside: expect.stringContaining("8080"),
      vantages: ["operator", "stranger"],
    });
    expect(seen("six", "six", "ports-as-declared")).toMatchObject({
      verdict: "broken",
      outside: expect.stringMatching(/open and not declared for this place: 8080 at 2001:2::/),
    });
  });

  test("a host that followed the guide: the report contradicts what its files say", async () => {
    // sshd_config says that passwords are off, and keyboard-interactive takes the same password.
    expect(seen("cloud", "guide-db", "ssh-no-keyboard-interactive")).toMatchObject({
      verdict: "broken",
      outside: expect.stringContaining("sshd offers keyboard-interactive"),
    });
    // rules.v4 opens two ports for the application's host alone, and nobody wrote rules for IPv6.
    expect(seen("cloud", "guide-db", "firewall-default-drop-ipv4").verdict).toBe("proven");
    expect(seen("cloud", "guide-db", "firewall-default-drop-ipv6")).toMatchObject({
      verdict: "broken",
      outside: expect.stringMatching(/22 at 2001:2::/),
    });
    // common-password asks for a module that Debian no longer has, so nobody can set a password any more.
    expect(seen("cloud", "guide-db", "pam-modules-resolve")).toMatchObject({
      verdict: "broken",
      inside: expect.stringContaining("pam_cracklib"),
    });
    // Monit is told to watch logins, in a file that nobody writes.
    expect(seen("cloud", "guide-db", "login-alert")).toMatchObject({
      verdict: "broken",
      inside: expect.stringContaining("/var/log/auth.log"),
    });
    // The backups are encrypted, and the key that opens them lies beside them.
    expect(seen("cloud", "guide-db", "stray-private-keys")).toMatchObject({
      verdict: "broken",
      inside: expect.stringContaining("/root/private-key.pem"),
    });
  });
});
