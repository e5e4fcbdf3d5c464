import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fileWish } from "@secondlock/engine/testing";
import { admins, type CommandResult, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";
import { difference, everything } from "./everything.ts";
import { type RawChanges, rawChanges } from "./raw-changes.ts";

const path = "/etc/secondlock-test";
/** What a terminal does not show but obey. */
const orders = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;
const hex = (text: string): string => Buffer.from(text).toString("hex");
const wishes = [
  ["account", "canary", "shell=/bin/sh", "password=locked", "expired=yes", "into=adm"].join("\t"),
  ["account", "open", "password=locked"].join("\t"),
  ["account", "another", "password=locked"].join("\t"),
  ["account", "grace", "outof=staff"].join("\t"),
  ["account", "made", "make=person", "shell=/bin/bash"].join("\t"),
  fileWish(path, "ours\n"),
  ["modes", hex("/etc/secondlock-modes"), "600", "root", "root"].join("\t"),
];

describe.skipIf(!labReady())("an undo long after the change", () => {
  let lab: Lab<"one">;
  let desk: Desk;
  let raw: RawChanges;
  let before = "";

  beforeAll(async () => {
    lab = await startLab({ hosts: { one: { role: "bare", fixtures: [admins] } } });
    desk = deskFor(lab, "desk");
    writeFileSync(desk.file, `service: undo\nhosts:\n  one: { role: other, ssh: ada@${host().ipv4} }\n`);
    raw = rawChanges(lab);
    await sh(`useradd open; passwd -d open; useradd another; passwd -d another; useradd canary 2>/dev/null; echo canary:Gone-4711 | chpasswd
gpasswd -a grace staff; echo before > /etc/secondlock-modes; chmod 644 /etc/secondlock-modes; cp -a /etc /etc-good`);
    before = await everything(host());
  });
  beforeEach(async () => {
    await sh(`rm -rf /var/lib/secondlock /home/made ${path}; cp -a /etc-good/. /etc/
for list in passwd shadow group gshadow subuid subgid; do [ -e /etc-good/$list- ] || rm -f /etc/$list-; done`);
    expect(difference(before, await everything(host()))).toBe("");
    expect(await raw.change(host(), { wishes, seconds: 60 })).toMatchObject({ told: "confirmed" });
  });
  afterAll(() => lab?.stop());

  const host = (): Host => lab.hosts.one;
  const sh = async (script: string): Promise<string> => await raw.sh(lab.hosts.one, script);
  const undo = async (...args: readonly string[]): Promise<CommandResult> =>
    await desk.secondlock("undo", "one", ...args);
  const done = { code: 0, stderr: "", stdout: expect.stringContaining("changed and confirmed") as string };

  test("brings the lists of accounts back byte for byte where nobody touched them since", async () => {
    expect(await undo("--yes")).toMatchObject(done);
    expect(difference(before, await everything(host()))).toBe("");
  });

  test("leaves what others did to accounts and files since, and never opens one without a password", async () => {
    const ofCanary = "grep ^canary: passwd shadow | cut -d: -f2-";
    await sh(`useradd -m newcomer; useradd --system svc; gpasswd -a newcomer staff; echo later >> /etc/secondlock-modes
echo another:Better-4711 | chpasswd`);
    const hash = await sh("getent shadow another");
    expect(await sh("getent shadow canary open")).toMatch(/^canary:![^\n]+\nopen:!/);
    expect((await undo("--dry-run")).stdout).toContain("stays: account made, which a change made");
    expect(await undo("--yes")).toMatchObject(done);
    expect(await sh("getent passwd newcomer svc made | cut -d: -f1")).toBe("newcomer\nsvc\nmade\n");
    expect(await sh("getent shadow another")).toBe(hash);
    expect(await sh("getent group staff | cut -d: -f4")).toBe("newcomer,grace\n");
    // shell, end, lock and groups are as before the change
    expect(await sh(`cd /etc; ${ofCanary}; id -nG canary`)).toBe(await sh(`cd /etc-good; ${ofCanary}; echo canary`));
    expect(await sh("getent shadow open | cut -d: -f2")).toMatch(/^!/);
    expect(await sh("cat /etc/secondlock-modes; stat -c %a /etc/secondlock-modes")).toBe("before\nlater\n644\n");
  });

  test.each(["undo", "uninstall"])("%s tells a file that was changed by hand, and refuses", async (command) => {
    await sh(`echo by hand >> ${path}`);
    const told = await desk.secondlock(command, "one", "--dry-run");
    expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining(`needs --overwrite: ${path}`) });
    const refused = await desk.secondlock(command, "one", "--yes");
    expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining(`wrote it: ${path}`) });
    expect(await sh(`cat ${path}`)).toBe("ours\nby hand\n");
    expect(await desk.secondlock(command, "one", "--yes", "--overwrite")).toMatchObject({ code: 0 });
    expect(await sh(`ls ${path} 2>/dev/null`)).toBe("");
    if (command === "undo") expect(await sh("grep -rl 'by hand' /var/lib/secondlock/journal/*/before")).not.toBe("");
  });

  test("tells what a journal says as words: the terminal takes no order from them", async () => {
    const evil = "\u001B]0;owned\u0007\u001B[2J\u001B[1;1Hall is well\r";
    await sh(`cd /var/lib/secondlock/journal; umask 077; mkdir -p 29991121T235959Z-0000/before 29991121T235959Z-0001
printf 'who\\t${hex(evil)}\\nseconds\\t9\\nplan\\t${hex(evil)}\\n' | tee 29991121T235959Z-0000/request > 29991121T235959Z-0001/request
echo confirmed > 29991121T235959Z-0000/state; : > 29991121T235959Z-0000/index; printf '\\033]0;owned\\007odd\\r' > 29991121T235959Z-0001/state`);
    const list = await undo("--list");
    expect(list).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("-0000  confirmed  all is well  all is well\n"),
    });
    expect(list.stdout).toContain("-0001  odd  all is well  all is well\n");
    const dry = await undo("--dry-run");
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining("-0000: all is well\n") });
    for (const { stdout, stderr } of [list, dry]) expect(stdout + stderr).not.toMatch(orders);
  });

  test("a change that came back only in part is undone with the rest, and uninstall loses nothing", async () => {
    const { told } = await raw.change(host(), {
      ...{ wishes: [fileWish("/etc/secondlock-second", "ours\n")], waitAt: "log in anew" },
      async atStep() {
        await sh("rm /etc/secondlock-second; mkdir -p /etc/secondlock-second/in-the-way");
        await raw.untilOver(host());
      },
    });
    expect(told).toBe("partly taken back");
    expect(await desk.secondlock("uninstall", "one", "--yes")).toMatchObject({ code: 5 });
    expect(await sh("ls -d /var/lib/secondlock/journal/* | wc -l")).not.toBe("0\n");
    await sh("rm -r /etc/secondlock-second; echo ours > /etc/secondlock-second");
    expect(await undo("--dry-run")).toMatchObject({
      stdout: expect.stringContaining("removes /etc/secondlock-second"),
    });
    expect(await undo("--yes")).toMatchObject(done);
    expect(await sh("ls /etc/secondlock-second 2>/dev/null")).toBe("");
  });
});
