import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Audit } from "@secondlock/engine";
import {
  admins,
  type CommandResult,
  type Fixture,
  type Host,
  labReady,
  packageArchive,
  privateNetwork,
  startLab,
  weak,
} from "@secondlock/lab";
import { makeAuditorKey } from "./auditor-account.ts";
import { type CodedDesk, codedDeskOf } from "./coded-desk.ts";
import { type Desk, deskFor } from "./desk.ts";
import { type Decision, decisionsOn, declared, LOG_SERVER, SINK_PORTS, type Weak } from "./harden-decisions.ts";
import { failedWayIn } from "./outcomes.ts";
import { type Sink, startSink } from "./sink.ts";

/** What AIDE leaves out: the whole disk takes it most of a minute here. */
const shortBaseline: Fixture = {
  id: "short-baseline",
  about: "AIDE, once it is there, looks at /etc, /boot, /root and /srv only",
  seed: () => ({ files: [{ path: "/etc/aide/aide.conf.d/10_short", content: "!/usr\n!/var\n" }] }),
};

/** What no attempt can tell here: the kernel is not the host's, a code is not spent, and port 22 is shut to a place where every port is. */
const nothingToTell =
  /in a container the kernel is the outer machine's$|asks for a code after the key, and none is spent|not even port 80 answers this place/;

const names = ["app-1", "db-1"] as const;

interface Plan {
  readonly host: string;
  readonly items: readonly { readonly resource: string }[];
  readonly byHand: readonly { readonly control: { readonly id: string }; readonly text: string }[];
}

describe.skipIf(!labReady())("weak hosts, once their people have decided what a plan leaves to them", () => {
  let lab: Weak;
  let desk: Desk;
  let sink: Sink;
  let ada: CodedDesk;
  let grace: CodedDesk;
  let plans: readonly Plan[] = [];
  const hardened: CommandResult[] = [];
  const typed: (CommandResult & { readonly command: string })[] = [];
  let after: Audit;

  beforeAll(async () => {
    const fixtures = [admins, weak, privateNetwork, packageArchive, shortBaseline];
    lab = await startLab({ hosts: { "app-1": { role: "app", fixtures }, "db-1": { role: "db", fixtures } } });
    desk = deskFor(lab, "desk");
    writeFileSync(desk.file, declared(readFileSync(desk.file, "utf8"), lab, await makeAuditorKey(lab)));
    sink = await startSink(lab, LOG_SERVER, SINK_PORTS);
    hardened.push(await desk.secondlock("harden", "--yes", "--batch", "2"));
    plans = plansIn(await desk.secondlock("plan", "--json"));
    await Promise.all(Object.values(lab.hosts).map(decide));
    [ada, grace] = [codedDeskOf(lab, desk, "ada"), codedDeskOf(lab, desk, "grace")];
    for (const id of names) await Promise.all([ada.enrol(id), grace.enrol(id)]);
    // what is asked about is done where it is named
    const named = ["ports-as-declared", "ssh-second-factor"];
    hardened.push(await ada.secondlock("harden", "--yes", "--batch", "2", "--only", ...named));
    await Promise.all(Object.values(lab.hosts).map(compared));
    after = await ada.audit();
  });
  afterAll(async () => {
    sink?.stop();
    await lab?.stop();
  });

  const plansIn = ({ stdout, stderr }: CommandResult): readonly Plan[] => {
    expect(stderr).toBe("");
    return (JSON.parse(stdout) as { plans: readonly Plan[] }).plans;
  };
  const textsFor = (id: string, { controls }: Decision): string =>
    (plans.find(({ host }) => host === id)?.byHand ?? [])
      .filter(({ control }) => controls.includes(control.id))
      .map(({ text }) => text)
      .join("\n");

  /** Does what the plan says, and lets the host trust the certificate of the team's own server. */
  async function decide(host: Host): Promise<void> {
    const own = "/usr/local/share/ca-certificates/desk.crt";
    const trust = `cat > ${own}; cp ${own} /etc/ssl/log-server.crt; update-ca-certificates; systemctl restart secondlock-alerts`;
    await host.exec(["sh", "-ec", trust], { input: sink.certificate });
    for (const decision of decisionsOn(host, lab)) {
      const told = decision.tells.exec(textsFor(host.name, decision));
      if (told === null || decision.types === undefined) continue;
      const command = decision.types(told);
      typed.push({ command, ...(await host.exec(["sh", "-e"], { input: `${command}\n` })) });
    }
  }

  /** Waits until AIDE has its first database. */
  async function compared(host: Host): Promise<void> {
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(500))
      if ((await host.exec(["test", "-s", "/var/lib/aide/aide.db"])).code === 0) return;
  }

  test.each(names)("%s: what a plan leaves to a person is decided here, and the plan says how", (id) => {
    const left = plans.find(({ host }) => host === id)?.byHand ?? [];
    const decisions = decisionsOn(lab.hosts[id], lab);
    const decided = decisions.flatMap(({ controls }) => controls);
    expect([...new Set(left.map(({ control }) => control.id))].toSorted()).toEqual(decided.toSorted());
    for (const decision of decisions) expect(textsFor(id, decision)).toMatch(decision.tells);
  });

  test("what it says works when it is typed", () => {
    expect(typed.filter(({ code }) => code !== 0)).toEqual([]);
    const all = Object.values(lab.hosts).flatMap((host) => decisionsOn(host, lab));
    expect(typed.length).toBe(all.filter(({ types }) => types !== undefined).length);
  });

  test("every change is confirmed by a new login, the last one with a code", () => {
    for (const { stdout, stderr } of hardened) {
      expect(stderr).toBe("");
      for (const id of names) expect(stdout).toContain(`${id}: changed and confirmed by a new login`);
    }
    expect(hardened.at(-1)?.stdout).toContain("then asked for keyboard-interactive");
  });

  test("nothing is broken, luck or contradiction, on either host", () => {
    const open = after.verdicts.filter(({ verdict }) => ["broken", "luck", "contradiction"].includes(verdict));
    expect(open.map(({ target, control, inside }) => `${target} ${control}: ${inside.because}`)).toEqual([]);
  });

  test("what is not known is the outer machine's, and where the owner keeps what was in .env", () => {
    const unseen = after.verdicts.filter(({ verdict }) => ["unknown", "not seen yet"].includes(verdict));
    expect(unseen.length).toBeGreaterThan(0);
    const otherwise = unseen.filter(({ inside }) => !/^in a container .* outer machine's$/.test(inside.because));
    // the file in clear is gone, and no sealed one was deployed here: sealed-boot.test.ts has that
    expect(otherwise.map(({ target, control, inside }) => `${target} ${control}: ${inside.because}`)).toEqual([
      "app-1 environment-files-sealed: no environment file is where they usually lie",
    ]);
  });

  test.each([
    "auditor-confined",
    "file-integrity",
    "log-shipping",
    "login-alert",
    "outbound-restricted",
    "package-lists-fresh",
    "programs-restarted",
    "ssh-second-factor",
  ])("%s stands on both hosts", (id) => {
    const found = after.verdicts.filter(({ control }) => control === id).map(({ verdict }) => verdict);
    expect(found).toHaveLength(names.length);
    for (const verdict of found) expect(["proven", "claimed"]).toContain(verdict);
  });

  test("every attempt is refused, and every rightful way in works", () => {
    const wrong = after.verdicts.filter(
      ({ outside }) =>
        failedWayIn.test(outside.because) ||
        (!["refused", "not attempted"].includes(outside.outcome) && !nothingToTell.test(outside.because)),
    );
    expect(wrong.map(({ target, control, outside }) => `${target} ${control}: ${outside.because}`)).toEqual([]);
    expect(after.verdicts.filter(({ outside }) => outside.outcome === "refused").length).toBeGreaterThan(40);
  });

  test.each(names)("%s: a login is told, and its log is kept elsewhere", async (id) => {
    const mark = `mark-of-${id}`;
    await lab.hosts[id].exec(["logger", "-t", "lab", mark]);
    expect(await sink.hears("logs", new RegExp(mark))).toBe(true);
    expect(await sink.hears("alerts", new RegExp(`"host":"${id}".*login of ada from `))).toBe(true);
  });

  test("a second plan has nothing, neither to change nor for a person", async () => {
    for (const { items, byHand } of plansIn(await ada.secondlock("plan", "--json"))) {
      expect(items.map(({ resource }) => resource)).toEqual([]);
      expect(byHand.map(({ control }) => control.id)).toEqual([]);
    }
  });

  test("a reboot later it is the same", async () => {
    await Promise.all(Object.values(lab.hosts).map((host) => host.reboot()));
    const seen = ({ verdicts }: Audit): readonly string[] =>
      verdicts.map(({ target, control, verdict }) => `${target} ${control}: ${verdict}`);
    expect(seen(await ada.audit())).toEqual(seen(after));
  });

  test.each([
    ["app-1", "nginx", true],
    ["app-1", "ssh", false],
    ["db-1", "rsyslog", true],
    ["db-1", "ssh", false],
    ["db-1", "mariadb", false],
    ["db-1", "postgresql@15-main", false],
  ] as const)("%s: an update of what %s has loaded starts it anew: %s", async (id, unit, anew) => {
    const host = lab.hosts[id];
    const main = async (): Promise<string> =>
      (await host.exec(["systemctl", "show", "-P", "MainPID", unit])).stdout.trim();
    const before = await main();
    expect(before).toMatch(/^[1-9]\d*$/);
    const updated = `f=$(awk '/libcrypto|libssl|libz/ { print $6; exit }' /proc/${before}/maps); cp -p $f $f.new; mv $f.new $f; needrestart -q`;
    expect(await host.exec(["sh", "-ec", updated])).toMatchObject({ code: 0 });
    const now = await main();
    if (anew) expect(now).toMatch(/^[1-9]\d*$/);
    expect(now !== before).toBe(anew);
  });
});
