import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import { changeFromDesk, type Told } from "./change-from-desk.ts";
import { difference, everything } from "./everything.ts";
import { type LockOutCase, lockOutCases, nameOf } from "./lock-out-cases.ts";
import { RELOAD_SSHD } from "./reload-sshd.ts";

/** Seconds to confirm, and what the host may need beyond them until the old way in works. */
const seconds = 8;
const slack = 20;

const names = ["one", "two", "three", "four"] as const;

interface Outcome {
  readonly name: string;
  /** What the operator was told; `died` when there was nobody to tell. */
  readonly told: string;
  readonly because: string;
  /** Seconds after the change's end until the old way in worked. */
  readonly openAfter: number;
  readonly lockedOut: boolean;
  readonly asBefore: boolean;
  readonly journal: string;
}

describe.skipIf(!labReady())("nobody is locked out", () => {
  let lab: Lab<(typeof names)[number]>;
  let file = "";
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    const hosts = Object.fromEntries(names.map((name) => [name, { role: "bare", fixtures: [admins] }])) as Record<
      (typeof names)[number],
      { role: "bare"; fixtures: [typeof admins] }
    >;
    lab = await startLab({ hosts });
    file = join(lab.directory, "secondlock.yaml");
    const lines = names.map((name) => {
      const { ipv4, ipv6 } = lab.hosts[name];
      return `  ${name}: { role: other, ssh: ada@${ipv4}, addresses: ["${ipv6}"] }`;
    });
    writeFileSync(file, `service: lock-outs\nhosts:\n${lines.join("\n")}\n`);
    const queue = lockOutCases.values();
    await Promise.all(
      names.map(async (name) => {
        for (const one of queue) outcomes.push(await tryOne(lab.hosts[name], one));
      }),
    );
  });
  afterAll(async () => {
    await lab?.stop();
    const rows = outcomes.map(
      (one) =>
        `| ${one.name} | ${one.told}${one.because === "" ? "" : `: ${one.because}`} | ${one.openAfter.toFixed(1)} s | ${one.journal} |`,
    );
    process.stdout.write(
      ["", "| fault | told | open again after | journal |", "| --- | --- | --- | --- |", ...rows, ""].join("\n"),
    );
  });

  async function tryOne(host: Host, one: LockOutCase): Promise<Outcome> {
    const unshare = one.unrehearsed === true;
    if (unshare) await host.exec(["mv", "/usr/bin/unshare", "/usr/bin/unshare.away"]);
    const before = await everything(host);
    const { told, because } = await change(host, one);
    const ended = Date.now();
    let open = false;
    while (!open && Date.now() < ended + (seconds + slack) * 1_000) {
      open = (await settled(host)) && (await wayIn(host));
      if (!open) await sleep(300);
    }
    const openAfter = (Date.now() - ended) / 1_000;
    const { stdout } = await host.exec(["sh", "-c", "cat $(ls -d /var/lib/secondlock/journal/* | tail -n 1)/state"]);
    if (told === "confirmed")
      await host.exec([
        "sh",
        "-c",
        `rm /etc/ssh/sshd_config.d/00-secondlock.conf /etc/secondlock-test; ${RELOAD_SSHD}`,
      ]);
    const after = await everything(host);
    const asBefore = after === before;
    if (!asBefore) process.stdout.write(`${nameOf(one)}: ${difference(before, after)}\n`);
    if (unshare) await host.exec(["mv", "/usr/bin/unshare.away", "/usr/bin/unshare"]);
    await host.exec(["rm", "-rf", "/var/lib/secondlock"]);
    return {
      name: nameOf(one),
      told,
      because,
      openAfter,
      lockedOut: !open,
      asBefore,
      journal: stdout.trim() || "none",
    };
  }

  function change(host: Host, { wishes, at, fault }: LockOutCase): Promise<Told> {
    const dies = fault === "kill -9" && at !== undefined;
    const waits = fault !== undefined && fault !== "kill -9" && at !== undefined;
    return changeFromDesk(lab, {
      ...{ file, host: host.name, seconds, wishes },
      ...(dies ? { dieAt: at } : {}),
      ...(waits ? { waitAt: at } : {}),
      async atStep() {
        if (!waits) return;
        const mend = await strike(host, fault);
        // longer than the time to confirm
        setTimeout(() => void mend(), (seconds + 4) * 1_000);
      },
    });
  }

  async function strike(host: Host, fault: "link down" | "power cut"): Promise<() => Promise<void>> {
    if (fault === "power cut") {
      await host.cut();
      await host.boot();
      return () => Promise.resolve();
    }
    const table = `cut_${host.name}`;
    const chain = (name: string, hook: string, side: string): string =>
      `  chain ${name} {\n    type filter hook ${hook} priority 0;\n    ip ${side} ${host.ipv4} drop\n    ip6 ${side} ${host.ipv6} drop\n  }\n`;
    const rules = `table inet ${table} {\n${chain("out", "output", "daddr")}${chain("in", "input", "saddr")}}\n`;
    const { code, stderr } = await lab.operator.exec(["nft", "-f", "-"], { input: rules });
    if (code !== 0) throw new Error(`the link was not cut: ${stderr}`);
    return async () => void (await lab.operator.exec(["nft", "delete", "table", "inet", table]));
  }

  async function wayIn(host: Host): Promise<boolean> {
    const { operator } = lab;
    for (const address of [host.ipv4, host.ipv6]) {
      const tried = await operator.ssh(host.name, "sudo -k -S -p '' id -u", {
        arguments: ["-o", `HostName=${address}`, "-o", "ConnectTimeout=2"],
        input: `${operator.passwords.ada}\n`,
        timeoutMs: 8_000,
      });
      if (tried.code !== 0 || tried.stdout.trim() !== "0") return false;
    }
    return true;
  }

  async function settled(host: Host): Promise<boolean> {
    return (await host.exec(["test", "-e", "/var/lib/secondlock/armed"])).code !== 0;
  }

  test.each(lockOutCases.map((one) => [nameOf(one)]))("%s", (name) => {
    const outcome = outcomes.find((one) => one.name === name);
    expect(outcome, "the case was not tried").toBeDefined();
    expect(outcome).toMatchObject({ lockedOut: false, asBefore: true });
    // where the operator died before anything was sent, there is nothing to take back
    const early = name === 'kill -9 at "journal"';
    if (early) expect(outcome).toMatchObject({ told: "died", journal: "none" });
    else if (name.startsWith("kill")) expect(outcome).toMatchObject({ told: "died", journal: "taken back" });
    // before anything was sent, a fault is over when the change begins
    else if (/"journal"/.test(name) && outcome?.told === "confirmed") expect(outcome.journal).toBe("confirmed");
    else {
      const wanted = lockOutCases.find((one) => nameOf(one) === name)?.because;
      if (wanted) expect(outcome?.because).toMatch(wanted);
      expect(outcome?.told).toMatch(/^(taken back|will be taken back)$/);
      expect(outcome?.journal).toBe("taken back");
    }
    expect(outcome?.openAfter).toBeLessThan(seconds + slack);
  });

  test("these are at least forty", () => {
    expect(outcomes.length).toBeGreaterThanOrEqual(40);
  });
});
