import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, type CommandResult, type Host, type Lab, labReady, startLab, weak } from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";
import { difference, everything } from "./everything.ts";

/** A file of sshd's, sudo's and the kernel's each, and a table and a unit of our own. */
const CONTROLS = [
  "ssh-max-auth-tries",
  "sudo-asks-password",
  "firewall-default-drop-ipv4",
  "kernel-address-randomised",
];

describe.skipIf(!labReady())("uninstall", () => {
  let lab: Lab<"app-1">;
  let desk: Desk;
  let before = "";
  /** What the weak host has of that name: a file of alerts of its own. */
  let seeded: readonly string[] = [];

  beforeAll(async () => {
    lab = await startLab({ hosts: { "app-1": { role: "app", fixtures: [admins, weak] } } });
    desk = deskFor(lab, "desk");
    before = await everything(host());
    seeded = await ours();
  });
  afterAll(() => lab?.stop());

  const host = (): Host => lab.hosts["app-1"];
  const harden = async (): Promise<CommandResult> =>
    await desk.secondlock("harden", "app-1", "--yes", "--only", ...CONTROLS);
  /** Every file, unit and table with our name. */
  const ours = async (): Promise<readonly string[]> => {
    const script = `find / -xdev -iname '*secondlock*'; find /run /tmp -iname '*secondlock*'
systemctl list-units --all --no-legend --plain '*secondlock*'; systemctl list-unit-files --no-legend '*secondlock*'
nft list tables | grep secondlock`;
    const { stdout } = await host().exec(["sh", "-c", script]);
    return stdout.split("\n").filter((line) => line !== "");
  };

  test("before the first change it keeps what to do if all else fails, and that does it", async () => {
    const hardened = await harden();
    expect(hardened.stdout).toMatch(/If all else fails on app-1[\s\S]*the console of the vendor cloud[\s\S]*Kept in /);
    const kept = join(desk.directory, ".secondlock/break-glass/app-1.txt");
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    const [, commands = ""] =
      /before the first change:\n([\s\S]*?)\n {2}open the firewall/.exec(readFileSync(kept, "utf8")) ?? [];
    const typed = await host().exec(["sh", "-c", commands]);
    expect(typed.stdout).toMatch(/armed\t.*\napplied\t.*\nconfirmed\t/);
    expect(difference(before, await everything(host()))).toBe("");
  });

  test("it refuses while a change waits", async () => {
    expect(await harden()).toMatchObject({ stdout: expect.stringContaining("changed and confirmed") });
    expect(await ours()).not.toEqual(seeded);
    await host().exec(["sh", "-c", "d=/var/lib/secondlock; echo -n $(ls $d/journal | tail -n 1) > $d/armed"]);
    const refused = await desk.secondlock("uninstall", "app-1", "--yes");
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("waits to be confirmed") });
    await host().exec(["rm", "/var/lib/secondlock/armed"]);
  });

  test("--dry-run tells what goes and what stays, and touches nothing", async () => {
    const there = await ours();
    const { code, stdout } = await desk.secondlock("uninstall", "app-1", "--dry-run");
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/takes back .*: harden[\s\S]*stays: /) });
    expect(await ours()).toEqual(there);
  });

  test("/etc is as before, byte for byte, and nothing of ours is left", async () => {
    await host().exec(["touch", "/etc/ssh/sshd_config.d/.secondlock-4711"]);
    const done = await desk.secondlock("uninstall", "app-1", "--yes");
    expect(done).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringContaining("nothing of Secondlock is left"),
    });
    expect(difference(before, await everything(host()))).toBe("");
    expect(await ours()).toEqual(seeded);
  });

  test("where nothing of ours is, it says so and does no harm", async () => {
    expect(await desk.secondlock("uninstall", "app-1", "--yes")).toMatchObject({ code: 0 });
    expect(await ours()).toEqual(seeded);
    expect(difference(before, await everything(host()))).toBe("");
  });

  test("--keep-settings removes the journal only", async () => {
    await harden();
    const hardened = await everything(host());
    const done = await desk.secondlock("uninstall", "app-1", "--yes", "--keep-settings");
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining("stays: the settings of 1 change") });
    expect(difference(hardened, await everything(host()))).toBe("");
    expect((await ours()).filter((line) => /\/var\/lib|rollback/.test(line))).toEqual([]);
  });
});
