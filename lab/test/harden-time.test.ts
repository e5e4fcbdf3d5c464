import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileWish } from "@secondlock/engine/testing";
import { admins, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import { difference, everything } from "./everything.ts";
import { type RawChanges, rawChanges } from "./raw-changes.ts";

const program = "/var/lib/secondlock/host.pl";
const ours = fileWish("/etc/secondlock-test", "ours\n");
const many = Array.from({ length: 60 }, (_, index) => fileWish(`/etc/secondlock-test-${index}`, "x\n"));

/** So many that sshd takes about a second to read them. */
const slowLines = 400_000;

/** A unit that takes its time to start. */
const slow = (seconds: number): readonly string[] => [
  fileWish(
    "/etc/systemd/system/slow.service",
    `[Unit]\nDescription=slow\n[Service]\nType=oneshot\nRemainAfterExit=yes\nTimeoutStartSec=infinity\nExecStart=/bin/sleep ${seconds}\n[Install]\nWantedBy=multi-user.target\n`,
  ),
  "unit\tslow.service\tno\tyes",
];

describe.skipIf(!labReady())("the time to confirm, and clocks that are wrong", () => {
  let lab: Lab<"one" | "two" | "three" | "four" | "five">;
  let raw: RawChanges;

  beforeAll(async () => {
    const host = { role: "bare", fixtures: [admins] } as const;
    lab = await startLab({ hosts: { one: host, two: host, three: host, four: host, five: host } });
    raw = rawChanges(lab);
  });
  afterAll(() => lab?.stop());

  const standing = async (host: Host): Promise<readonly string[]> =>
    [...(await raw.sh(host, `perl ${program} status`)).matchAll(/^standing\t(\S+)$/gm)].map(([, id = ""]) => id);

  // these wait most of the time, each on a host of its own
  test.concurrent("whoever types a code has the whole time for it, however long the change took", async () => {
    const { one } = lab.hosts;
    const { told, because } = await raw.change(one, {
      ...{ wishes: [...slow(6), ours], seconds: 15, waitAt: "log in anew" },
      atStep: () => sleep(10_000),
    });
    expect({ told, because }).toEqual({ told: "confirmed", because: "" });
    expect(await raw.sh(one, "cat /etc/secondlock-test")).toBe("ours\n");
  });

  test.concurrent("and when nobody confirms, it is back by itself within that time after the change was made", async () => {
    const { two } = lab.hosts;
    const before = await everything(two);
    // time enough to make the change also on a computer that does ten things at once
    await raw.change(two, { wishes: [...slow(4), ours], seconds: 25, dieAt: "log in anew" });
    expect(await raw.sh(two, "cat /etc/secondlock-test")).toBe("ours\n");
    expect(await raw.untilOver(two)).toBeLessThan(25 + 6);
    expect(difference(before, await everything(two))).toBe("");
  });

  test.concurrent("a change that hangs as it is made is ended, and taken back in time", async () => {
    const { three } = lab.hosts;
    const before = await everything(three);
    let begun = Date.now();
    const { told } = await raw.change(three, {
      ...{ wishes: [ours, ...slow(600)], waitAt: "apply" },
      async atStep() {
        begun = Date.now();
        await Promise.resolve();
      },
    });
    expect(told).toBe("taken back");
    expect((Date.now() - begun) / 1_000).toBeLessThan(8 + 15);
    expect(difference(before, await everything(three))).toBe("");
    expect(await raw.sh(three, "systemctl list-jobs --no-legend | grep -c slow")).toBe("0\n");
  });

  test.concurrent("a roll-back that is killed begins again, and ends", async () => {
    const { four } = lab.hosts;
    const before = await everything(four);
    const killed = raw.sh(
      four,
      "for i in $(seq 3000); do if grep -qs taking /var/lib/secondlock/journal/*/state; then systemctl kill -s KILL secondlock-rollback.service && echo killed; exit; fi; sleep 0.01; done",
    );
    await raw.change(four, { wishes: [...many, ours], dieAt: "log in anew" });
    expect(await killed).toBe("killed\n");
    await raw.untilOver(four);
    expect(difference(before, await everything(four))).toBe("");
  });

  test.concurrent("sshd that takes long to read its files anew is waited for before a login is tried", async () => {
    const { five } = lab.hosts;
    await raw.sh(five, `yes '# a long list' | head -n ${slowLines} > /etc/ssh/sshd_config.d/90-long.conf`);
    const answers: string[] = [];
    const { told, because } = await raw.change(five, {
      ...{ wishes: [fileWish("/etc/ssh/sshd_config.d/00-secondlock.conf", "MaxAuthTries 3\n", "600"), "reload\tssh"] },
      ...{ seconds: 60, waitAt: "log in anew" },
      async atStep() {
        answers.push(await raw.sh(five, "bash -c 'read -r -t 9 line </dev/tcp/127.0.0.1/22; echo $line'"));
      },
    });
    expect({ told, because }).toEqual({ told: "confirmed", because: "" });
    expect(answers).toEqual([expect.stringMatching(/^SSH-2\.0-/)]);
  });

  test("the timer goes by the time since the boot: a clock that is set does not move it", async () => {
    const { three } = lab.hosts;
    let timer = "";
    await raw.change(three, {
      ...{ wishes: [ours], waitAt: "apply" },
      async atStep() {
        timer = await raw.sh(three, "systemctl show secondlock-rollback.timer -p TimersMonotonic -p TimersCalendar");
      },
    });
    expect(timer).toMatch(/^TimersMonotonic=\{ OnActiveUSec=8s ;/m);
    expect(timer).not.toMatch(/OnCalendar/);
  });

  test("nor does anybody who lets systemd read its files again and again, as packages do", async () => {
    const { two } = lab.hosts;
    await raw.sh(two, "rm -rf /var/lib/secondlock");
    const before = await everything(two);
    await raw.change(two, { wishes: [fileWish("/etc/secondlock-more", "ours\n")], dieAt: "log in anew" });
    const reloads = raw.sh(two, "for i in $(seq 10); do systemctl daemon-reload; sleep 3; done");
    expect(await raw.untilOver(two)).toBeLessThan(8 + 6);
    expect(difference(before, await everything(two))).toBe("");
    await reloads;
  });

  test("an sshd that ended is started again, also when whoever told it to read its files was killed over it", async () => {
    const { four } = lab.hosts;
    await raw.sh(four, "rm -rf /var/lib/secondlock");
    const strike =
      'until systemctl is-failed -q ssh.service; do sleep 0.02; done; kill -9 $(pgrep -f "[f]d/3 apply") && echo struck';
    const struck = raw.sh(four, `timeout 60 sh -c '${strike}'`);
    const nowhere = fileWish("/etc/ssh/sshd_config.d/00-secondlock.conf", "ListenAddress 203.0.113.77\n", "600");
    const { told } = await raw.change(four, { wishes: [nowhere, "reload\tssh"] });
    expect(await struck).toBe("struck\n");
    expect(told).toMatch(/taken back$/);
    await raw.untilOver(four);
    expect((await lab.operator.ssh("four", "id -un", { arguments: ["-o", "ConnectionAttempts=5"] })).stdout).toBe(
      "ada\n",
    );
  });

  test("journals keep their order when the clock was in the future once, and so does an undo", async () => {
    const { one } = lab.hosts;
    await raw.sh(one, "rm -rf /var/lib/secondlock; printf 'before\\n' > /etc/secondlock-test");
    await raw.change(one, { wishes: [fileWish("/etc/secondlock-test", "first\n")] });
    await raw.sh(one, "cd /var/lib/secondlock/journal && mv * 20991231T235959Z-0000");
    await raw.change(one, { wishes: [fileWish("/etc/secondlock-test", "second\n")] });
    const [first = "", second = ""] = await standing(one);
    expect([first, second]).toEqual(["20991231T235959Z-0000", "20991231T235959Z-0001"]);
    expect(await raw.change(one, { wishes: [`undo\t${second}`] })).toMatchObject({ told: "confirmed" });
    expect(await raw.sh(one, "cat /etc/secondlock-test")).toBe("first\n");
    expect(await raw.change(one, { wishes: [`undo\t${first}`] })).toMatchObject({ told: "confirmed" });
    expect(await raw.sh(one, "cat /etc/secondlock-test")).toBe("before\n");
    expect(await standing(one)).toEqual([]);
  });

  test("an undo that nobody confirms is taken back like any other change", async () => {
    const { three } = lab.hosts;
    await raw.sh(three, "rm -rf /var/lib/secondlock");
    await raw.change(three, { wishes: [fileWish("/etc/secondlock-test", "hardened\n")] });
    const hardened = await everything(three);
    const [id = ""] = await standing(three);
    await raw.change(three, { wishes: [`undo\t${id}`], dieAt: "log in anew" });
    expect(difference(hardened, await everything(three))).not.toBe("");
    await raw.untilOver(three);
    expect(difference(hardened, await everything(three))).toBe("");
    expect(await standing(three)).toEqual([id]);
  });
});
