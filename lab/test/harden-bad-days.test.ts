import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileWish } from "@secondlock/engine/testing";
import { admins, type CommandResult, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import type { DeskOrder, Told } from "./change-from-desk.ts";
import { deskFor } from "./desk.ts";
import { difference, everything } from "./everything.ts";
import { type RawChanges, rawChanges } from "./raw-changes.ts";
import { RELOAD_SSHD } from "./reload-sshd.ts";

const journals = "/var/lib/secondlock/journal";
const good = [
  fileWish("/etc/secondlock-test", "ours\n"),
  fileWish("/etc/ssh/sshd_config.d/00-secondlock.conf", "MaxAuthTries 3\n", "600"),
  "reload\tssh",
];

describe.skipIf(!labReady())("bad days of a change", () => {
  let lab: Lab<"plain" | "small">;
  let raw: RawChanges;

  beforeAll(async () => {
    lab = await startLab({
      hosts: {
        plain: { role: "bare", fixtures: [admins] },
        small: { role: "bare", fixtures: [admins], diskSize: "48m" },
      },
    });
    raw = rawChanges(lab);
  });
  afterAll(() => lab?.stop());

  const change = (host: Host, more: Partial<DeskOrder> = {}): Promise<Told> =>
    raw.change(host, { wishes: good, ...more });
  const sh = async (host: Host, script: string): Promise<string> => await raw.sh(host, script);
  const cleanUp = (host: Host): Promise<string> =>
    sh(
      host,
      `rm -rf /var/lib/secondlock /etc/secondlock-test /etc/ssh/sshd_config.d/00-secondlock.conf; ${RELOAD_SSHD}`,
    );

  test("two operators at once: the second is refused, told who and since when, and the first goes on", async () => {
    const { plain } = lab.hosts;
    const desk = deskFor(lab, "another-desk");
    let second: Told | undefined;
    let third: CommandResult | undefined;
    const first = await change(plain, {
      seconds: 60,
      waitAt: "apply",
      async atStep() {
        second = await change(plain);
        third = await desk.secondlock("harden", "plain", "--yes", "--file", raw.file);
      },
    });
    expect(first).toMatchObject({ told: "confirmed" });
    // it has looked before it would begin: who and since when, and no plan that cannot be applied
    expect(third).toMatchObject({ code: 3, stderr: "" });
    expect(third?.stdout.replaceAll(/\s+/g, " ")).toMatch(
      /refused: a change there waits to be confirmed, or to be taken back: ada@desk began it on \d+ [A-Z][a-z]{2} 20\d\d \d\d:\d\d UTC $/,
    );
    expect(third?.stdout.trim().split("\n").length).toBeLessThan(6);
    expect(second).toEqual({ told: "refused", because: "ada@desk has a change there that waits to be confirmed" });
    await cleanUp(plain);
  });

  test("the disk is full: nothing is changed, or all of it is back", async () => {
    const { small } = lab.hosts;
    for (const [when, waitAt] of [
      ["before it begins", undefined],
      ["once it is armed", "rehearse"],
      ["as it is made", "apply"],
    ] as const) {
      const before = await everything(small);
      const fill = async (): Promise<void> => void (await sh(small, "head -c 100M /dev/zero > /full; true"));
      if (waitAt === undefined) await fill();
      const { told } = await change(small, waitAt === undefined ? {} : { waitAt, atStep: fill });
      await raw.untilOver(small);
      await sh(small, "rm -f /full");
      expect(told, when).toMatch(/refused|taken back/);
      expect(difference(before, await everything(small)), when).toBe("");
      await cleanUp(small);
    }
  });

  test("/etc is read-only: refused, with nothing changed", async () => {
    const { plain } = lab.hosts;
    const before = await everything(plain);
    await sh(plain, "mount --bind /etc /etc && mount -o remount,ro,bind /etc");
    const { told, because } = await change(plain);
    await sh(plain, "umount /etc");
    expect({ told, because }).toMatchObject({
      told: "refused",
      because: expect.stringContaining("Read-only file system"),
    });
    expect(difference(before, await everything(plain))).toBe("");
    await cleanUp(plain);
  });

  test("the host's own part dies while it applies: the timer takes everything back", async () => {
    const { plain } = lab.hosts;
    const before = await everything(plain);
    const started = sh(
      plain,
      'for i in $(seq 600); do if grep -qs applying /var/lib/secondlock/journal/*/state; then for f in /proc/[0-9]*/fd/*; do if [ "$(readlink $f)" = /var/lib/secondlock/mutex ]; then f=${f#/proc/}; kill -9 ${f%%/*}; fi; done; exit; fi; sleep 0.01; done',
    );
    // a unit that takes its time: on a busy computer, whoever kills comes late
    const slow = [
      fileWish(
        "/etc/systemd/system/slow.service",
        "[Unit]\nDescription=slow\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sleep 6\n[Install]\nWantedBy=multi-user.target\n",
      ),
      "unit\tslow.service\tno\tyes",
    ];
    const { told } = await change(plain, { wishes: [...good, ...slow] });
    await started;
    await raw.untilOver(plain);
    expect(told).toMatch(/taken back/);
    expect(difference(before, await everything(plain))).toBe("");
    expect(await sh(plain, `cat ${journals}/*/state`)).toBe("taken back\n");
    await cleanUp(plain);
  });

  test("the default of 120 s is what systemd has been told, to the second", async () => {
    const { plain } = lab.hosts;
    let timer = "";
    await change(plain, {
      seconds: 120,
      waitAt: "apply",
      async atStep() {
        timer = await sh(
          plain,
          "systemctl show secondlock-rollback.timer -p TimersMonotonic -p AccuracyUSec -p ActiveState",
        );
      },
    });
    expect(timer).toContain("OnActiveUSec=2min");
    expect(timer).toContain("AccuracyUSec=1s");
    expect(timer).toContain("ActiveState=active");
    await cleanUp(plain);
  });

  test("what a person keeps in a home is never written with root's rights", async () => {
    const { plain } = lab.hosts;
    await sh(plain, "rm -rf /home/grace/.ssh; ln -s /etc/cron.d /home/grace/.ssh");
    const wish = fileWish("/home/grace/.ssh/authorized_keys", "x\n", "600").replace(
      "\troot\troot\t",
      "\tgrace\tgrace\t",
    );
    const { told, because } = await change(plain, { wishes: [wish] });
    expect({ told, because }).toMatchObject({
      told: "taken back",
      because: expect.stringContaining("Permission denied"),
    });
    expect(await sh(plain, "ls /etc/cron.d/authorized_keys 2>/dev/null")).toBe("");
    await raw.untilOver(plain);
    await cleanUp(plain);
  });
});
