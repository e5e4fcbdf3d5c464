import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, type CommandResult, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import { deskFor } from "./desk.ts";
import { difference, everything } from "./everything.ts";
import { built } from "./programs.ts";

const names = ["one", "two", "three", "four"] as const;
const dropIn = "/etc/ssh/sshd_config.d/00-secondlock.conf";

describe.skipIf(!labReady())("a fleet in batches of two, with a host that fails", () => {
  let lab: Lab<(typeof names)[number]>;
  let directory = "";
  let before: readonly string[] = [];
  let first: CommandResult;

  beforeAll(async () => {
    const host = { role: "bare", fixtures: [admins] } as const;
    lab = await startLab({ hosts: { one: host, two: host, three: host, four: host } });
    directory = join(lab.directory, "fleet");
    mkdirSync(directory);
    const lines = names.map((name) => `  ${name}: { role: other, ssh: ada@${lab.hosts[name].ipv4} }`);
    writeFileSync(join(directory, "secondlock.yaml"), `service: fleet\nhosts:\n${lines.join("\n")}\n`);
    await lab.hosts.two.exec(["sh", "-c", "mount --bind /etc /etc && mount -o remount,ro,bind /etc"]);
    before = await Promise.all(names.map(async (name) => await everything(lab.hosts[name])));
    first = await harden();
  });
  afterAll(() => lab?.stop());

  async function harden(): Promise<CommandResult> {
    const { operator } = lab;
    const more = ["--yes", "--only", "ssh-max-auth-tries", "--ssh-config", operator.sshConfig, "--sudo-password-stdin"];
    return await operator.exec([process.execPath, built("secondlock"), "harden", ...names, "--batch", "2", ...more], {
      ...{ cwd: directory, env: { NO_COLOR: "1" }, input: `${operator.passwords.ada}\n`, timeoutMs: 240_000 },
    });
  }
  const has = async (host: Host, path: string): Promise<boolean> => (await host.exec(["test", "-e", path])).code === 0;

  test("it ends with the status of a change that did not come about", () => {
    expect(first).toMatchObject({ code: 5, stderr: "" });
  });

  test("the other host of the failed one's batch stands, and is looked at again", async () => {
    expect(first.stdout).toMatch(/^one: changed and confirmed by a new login/m);
    expect(first.stdout).toMatch(/^one: of 1 controls that did not hold: 1 claimed/m);
    expect(await has(lab.hosts.one, dropIn)).toBe(true);
  });

  test("the one that failed is told, with its reason, and is as before", async () => {
    expect(first.stdout).toMatch(/^two: nothing was changed: .*Read-only file system$/m);
    expect(difference(before[1] ?? "", await everything(lab.hosts.two))).toBe("");
  });

  test("those that did not get their turn are named, and untouched", async () => {
    expect(first.stdout).toMatch(/^not begun, because a host before them failed: three, four$/m);
    for (const [index, host] of [lab.hosts.three, lab.hosts.four].entries()) {
      expect(await has(host, "/var/lib/secondlock"), host.name).toBe(false);
      expect(difference(before[index + 2] ?? "", await everything(host)), host.name).toBe("");
    }
  });

  test("once it is mended, the same command does the rest, and nothing twice", async () => {
    await lab.hosts.two.exec(["umount", "/etc"]);
    const { code, stdout } = await harden();
    expect({ code, stdout }).toMatchObject({ code: 0 });
    const changed = [...stdout.matchAll(/^(\w+): changed and confirmed/gm)].map(([, name = ""]) => name);
    expect(changed.toSorted()).toEqual(["four", "three", "two"]);
  });
});

describe.skipIf(!labReady())("a host that lies about its change", () => {
  let lab: Lab<"good" | "liar">;
  let said: CommandResult;

  beforeAll(async () => {
    const host = { role: "bare", fixtures: [admins] } as const;
    lab = await startLab({ hosts: { good: host, liar: host } });
    const desk = deskFor(lab, "desk");
    const lines = Object.values(lab.hosts).map(({ name, ipv4 }) => `  ${name}: { role: other, ssh: ada@${ipv4} }`);
    writeFileSync(desk.file, `service: fleet\nhosts:\n${lines.join("\n")}\n`);
    const perl = `#!/bin/sh
case "$1 $2" in "/var/lib/secondlock/host.pl begin") cat > /dev/null; printf 'armed\\t\\033]0;owned\\007\\033[2J\\n'; exit 0 ;; esac
exec /usr/bin/perl.real "$@"
`;
    await lab.hosts.liar.exec(
      ["sh", "-c", "mv /usr/bin/perl /usr/bin/perl.real; cat > /usr/bin/perl; chmod 755 /usr/bin/perl"],
      { input: perl },
    );
    const only = ["--only", "ssh-max-auth-tries"];
    said = await desk.secondlock("harden", "good", "liar", "--batch", "2", "--yes", "--json", ...only);
  });
  afterAll(() => lab?.stop());

  test("ends no other's: each has its outcome, and the report is whole", async () => {
    expect(said, said.stderr).toMatchObject({ code: 5 });
    expect(JSON.parse(said.stdout)).toMatchObject({
      hosts: [
        { host: "good", outcome: "confirmed", audited: true },
        { host: "liar", outcome: "refused", because: expect.stringMatching(/^the host's answer names a change/) },
      ],
    });
    expect((await lab.hosts.good.exec(["sh", "-c", "cat /var/lib/secondlock/journal/*/state"])).stdout).toBe(
      "confirmed\n",
    );
  });

  test("gives the terminal no order", () => {
    expect(said.stdout + said.stderr).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
  });
});
