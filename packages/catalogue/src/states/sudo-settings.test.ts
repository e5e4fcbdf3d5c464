import type { Fact, Look } from "@secondlock/model";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { accountList, anAccount, noSudo, sudoRules } from "../../testing/example-accounts.ts";
import { brought, settledBy, written } from "../../testing/brought.ts";
import { sudoersFile } from "../../testing/debian-settings.ts";
import { accounts } from "../facts/accounts.ts";
import { sudoInstalled, sudoSettings, sudoWithPassword } from "./sudo-settings.ts";
import { askingForPassword, withoutDefaults } from "./sudoers-text.ts";

const cloud = "/etc/sudoers.d/90-cloud-init-users";
const later = "/etc/sudoers.d/zzz";
const sudo = { ...sudoRules(), files: ["/etc/sudoers", cloud, later] };
const ours = "# Managed by Secondlock: what sudo does for everybody.\n";

describe("what sudo does for everybody", () => {
  const states = [sudoSettings({ use_pty: true, log_allowed: true }), sudoSettings({ timestamp_timeout: "5" })];

  it("stands in one drop-in, and Debian's file stays as it is", () => {
    const changes = brought(states, sudo);
    expect(changes[0]).toMatchObject({ path: "/etc/sudoers.d/zz-secondlock", mode: 0o440, enforceMode: true });
    expect(written(changes, { "/etc/sudoers": sudoersFile })).toEqual({
      "/etc/sudoers": sudoersFile,
      "/etc/sudoers.d/zz-secondlock": `${ours}Defaults log_allowed, timestamp_timeout=5, use_pty\n`,
    });
  });

  it("takes out what would win over it: bound to somebody, or read later", () => {
    const after = written(brought(states, sudo), {
      "/etc/sudoers": `${sudoersFile}Defaults !use_pty\n`,
      [cloud]:
        'Defaults timestamp_timeout=9\nDefaults:ada,%ops !use_pty, env_keep+="A,B" # hers\nDefaults!/usr/bin/top !use_pty\n',
      [later]: "Defaults timestamp_timeout=-1, lecture=never\n",
    });
    expect(after["/etc/sudoers"]).toBe(sudoersFile);
    expect(after[cloud]).toBe('Defaults timestamp_timeout=9\nDefaults:ada,%ops env_keep+="A,B" # hers\n');
    expect(after[later]).toBe("Defaults lecture=never\n");
  });

  it("is included by name where the folder is not", () => {
    const alone = sudoersFile.replace("@includedir /etc/sudoers.d", "");
    expect(written(brought(states, sudo), { "/etc/sudoers": alone })["/etc/sudoers"]).toBe(
      `${alone.trimEnd()}\n@include /etc/sudoers.d/zz-secondlock\n`,
    );
    const old = sudoersFile.replace("@includedir", "#includedir");
    expect(written(brought(states, sudo), { "/etc/sudoers": old })["/etc/sudoers"]).toBe(old);
  });

  it("reads as it is wanted", () => {
    const settled = settledBy(states, sudo);
    expect(settled.defaults.map(({ name, value }) => `${name}=${String(value)}`)).toEqual([
      "env_reset=true",
      "log_allowed=true",
      "timestamp_timeout=5",
      "use_pty=true",
    ]);
    expect(settledBy(states, settled)).toEqual(settled);
  });

  it("needs sudo, which is installed first", () => {
    expect(brought(states, noSudo)).toEqual([]);
    expect(brought([sudoWithPassword(exampleHost())], noSudo)).toEqual([]);
    expect(brought([sudoInstalled()], noSudo)).toEqual([{ kind: "package", package: "sudo", wanted: "installed" }]);
    expect(brought([sudoInstalled()], sudo)).toEqual([]);
  });
});

describe("a password for every rule", () => {
  it.each([
    ["ada ALL=(ALL) NOPASSWD:ALL", "ada ALL=(ALL) PASSWD:ALL"],
    [
      "%sudo ALL = NOPASSWD : /bin/true, SETENV: PASSWD: ALL # NOPASSWD: old",
      "%sudo ALL = PASSWD : /bin/true, SETENV: PASSWD: ALL # NOPASSWD: old",
    ],
    ["#1005 ALL=(ALL) \\\n  NOPASSWD: ALL", "#1005 ALL=(ALL) \\\n  PASSWD: ALL"],
    ["# ada ALL=(ALL) NOPASSWD:ALL", "# ada ALL=(ALL) NOPASSWD:ALL"],
    ["Cmnd_Alias NOPASSWD = /bin/a : OTHER = /bin/b", "Cmnd_Alias NOPASSWD = /bin/a : OTHER = /bin/b"],
    ["ada ALL = /bin/echo NOPASSWD\\: x", "ada ALL = /bin/echo NOPASSWD\\: x"],
    ["Defaults !authenticate", undefined],
    ["Defaults:ada !authenticate", undefined],
    ["Defaults env_reset, \\\n  !authenticate, mail_badpass", "Defaults env_reset, mail_badpass"],
    ["Defaults exempt_group=adm, insults", "Defaults insults"],
    ['Defaults passprompt="authenticate, please", insults', 'Defaults passprompt="authenticate, please", insults'],
    ["# Defaults !authenticate", "# Defaults !authenticate"],
  ])("%s", (line, after) => {
    const text = `# first\n${line}\nroot ALL=(ALL:ALL) ALL\n`;
    expect(
      written(brought([sudoWithPassword(exampleHost())], { ...sudo, files: [cloud] }), { [cloud]: text })[cloud],
    ).toBe(`# first\n${after === undefined ? "" : `${after}\n`}root ALL=(ALL:ALL) ALL\n`);
  });

  it.each([
    ["a cloud image: only a key", { password: "locked" }, /ada has none: .*; hint: set one first: sudo passwd ada$/],
    ["an empty one", { password: "empty" }, /ada has none/],
    ["a password", { password: "set" }, undefined],
    ["root itself", { password: "locked", uid: 0 }, undefined],
  ] as const)("is forbidden over a login that could not give one: %s", (_name, how, because) => {
    const list = accountList({ accounts: [anAccount({ name: "ada", ...how })] });
    const look: Look = <U>({ id }: Fact<U>) => (id === accounts.id ? (list as U) : undefined);
    const told = sudoWithPassword(exampleHost()).forbids?.(sudo, look, "ada");
    expect(told).toEqual(because === undefined ? [] : [expect.stringMatching(because)]);
    expect(sudoWithPassword(exampleHost()).forbids?.(sudo, look, "from-a-directory")).toEqual([]);
  });

  it("leaves everything else, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme-ascii" }),
        fc.array(fc.constantFrom("\\", "\n", "#", '"', "Defaults ", "a,", "b ")),
        (some, signs) => {
          const text = `${some}${signs.join("")}\nroot ALL=(ALL:ALL) ALL`;
          fc.pre(!/NOPASSWD|authenticate/.test(text));
          expect(askingForPassword(withoutDefaults(text, (name) => name === "authenticate"))).toBe(text);
        },
      ),
    );
  });
});
