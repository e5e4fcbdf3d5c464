import { describe, expect, it } from "vitest";
import { accountList, anAccount } from "../../testing/example-accounts.ts";
import { rawOutputs, read, staysTotal } from "../../testing/hostile-output.ts";
import { exampleHost } from "../../testing/example-host.ts";
import { leadsToRoot, peopleOf } from "./sudo-people.ts";
import { defaultValues, sudoers } from "./sudoers.ts";

// cvtsudoers -e -f json of sudo 1.9.13 (Debian 12) over Debian's sudoers, cloud-init's drop-in and a team's own file
const team = {
  Defaults: [
    { Options: [{ use_pty: true }] },
    { Options: [{ timestamp_timeout: "-1" }, { authenticate: false }, { logfile: "/var/log/sudo.log" }] },
    { Binding: [{ username: "ada" }], Options: [{ use_pty: false }] },
    { Binding: [{ command: "/usr/bin/top" }], Options: [{ lecture: true }] },
  ],
  User_Specs: [
    {
      User_List: [{ usergroup: "sudo" }],
      Host_List: [{ hostname: "ALL" }],
      Cmnd_Specs: [
        {
          runasusers: [{ username: "ALL" }],
          runasgroups: [{ usergroup: "ALL" }],
          Options: [{ setenv: true }],
          Commands: [{ command: "ALL" }],
        },
      ],
    },
    {
      User_List: [{ username: "deploy" }],
      Host_List: [{ hostname: "ALL" }],
      Cmnd_Specs: [
        {
          runasusers: [{ username: "ALL" }],
          Options: [{ authenticate: false }, { setenv: true }],
          Commands: [{ command: "ALL" }],
        },
      ],
    },
    {
      User_List: [{ username: "ada" }, { usergroup: "ops" }, { userid: 1005 }, { username: "eve", negated: true }],
      Host_List: [{ hostname: "ALL" }],
      Cmnd_Specs: [
        {
          runasusers: [{ username: "postgres" }],
          Commands: [{ command: "/usr/bin/rsync" }, { command: "/bin/sh", negated: true }],
        },
      ],
    },
    {
      User_List: [{ netgroup: "net" }],
      Cmnd_Specs: [{ Options: [{ authenticate: true }], Commands: [{ command: "ALL" }] }],
    },
  ],
};
const rules = JSON.stringify(team, undefined, 4);
const version = "Sudo version 1.9.13p3\n";

describe("sudoers", () => {
  const sudo = read(sudoers, { version, rules });

  it("reads who may do what", () => {
    expect(sudo.version).toBe("1.9.13p3");
    expect(
      sudo.rules.map((rule) => ({
        root: leadsToRoot(rule, accountList()),
        asks: rule.asks,
        commands: rule.commands,
      })),
    ).toEqual([
      { root: true, asks: undefined, commands: ["ALL"] },
      { root: true, asks: false, commands: ["ALL"] },
      { root: false, asks: undefined, commands: ["/usr/bin/rsync"] },
      { root: true, asks: true, commands: ["ALL"] },
    ]);
    expect(sudo.rules[2]?.except).toEqual([{ kind: "user", name: "eve" }]);
    expect(sudo.rules.map((rule) => peopleOf(rule, accountList()))).toEqual([["ada"], ["deploy"], ["ada"], ["+net"]]);
  });

  it("reads defaults for everybody first, then the bound ones", () => {
    expect(defaultValues(sudo, "use_pty")).toEqual([true, false]);
    expect(defaultValues(sudo, "timestamp_timeout")).toEqual(["-1"]);
    expect(defaultValues(sudo, "lecture")).toEqual([true]);
  });

  it("names the files that sudo reads, and of two defaults for everybody the last", () => {
    const files = "/etc/sudoers\n/etc/sudoers.d/90-cloud-init-users\n";
    expect(read(sudoers, { version, rules, files }).files).toEqual([
      "/etc/sudoers",
      "/etc/sudoers.d/90-cloud-init-users",
    ]);
    const twice = JSON.stringify({ Defaults: [{ Options: [{ use_pty: true }] }, { Options: [{ use_pty: false }] }] });
    expect(read(sudoers, { version, rules: twice }).defaults).toEqual([{ bound: "", name: "use_pty", value: false }]);
  });

  it("tells a host without sudo from one whose sudo cannot be asked", () => {
    expect(read(sudoers, { version: "none\n", rules: { status: 127 } }).installed).toBe(false);
    expect(sudoers.parse(rawOutputs({ version, rules: { status: 127 } }), exampleHost())).toMatchObject({
      known: false,
      reason: expect.stringMatching(/cvtsudoers/) as string,
    });
    expect(
      sudoers.parse(
        rawOutputs({ version, rules: { status: 1, stderr: "/etc/sudoers.d/x:1:8: syntax error" } }),
        exampleHost(),
      ),
    ).toMatchObject({ known: false });
    expect(sudoers.parse(rawOutputs({ version, rules: "[]" }), exampleHost())).toMatchObject({ known: false });
  });

  it.each([
    [{ username: "toor" }, true],
    [{ userid: 0 }, true],
    [{ username: "#0" }, true],
    [{ usergroup: "wheel" }, true],
    [{ usergid: 0 }, true],
    [{ netgroup: "net" }, true],
    [{ username: "root", negated: true }, true],
    [{ username: "postgres" }, false],
    [{ usergroup: "ada" }, false],
    [{ userid: 33 }, false],
  ])("knows root by any name: %j", (runAs, root) => {
    const list = accountList({
      accounts: [anAccount({ name: "toor", uid: 0, gid: 5 })],
      groups: [{ name: "wheel", gid: 998, members: ["toor"] }],
    });
    const spec = {
      User_List: [{ username: "eve" }],
      Cmnd_Specs: [{ runasusers: [runAs], Commands: [{ command: "ALL" }] }],
    };
    const one = read(sudoers, { version, rules: JSON.stringify({ User_Specs: [spec] }) });
    expect(one.rules.map((rule) => leadsToRoot(rule, list))).toEqual([root]);
  });

  it.each([
    "Plugin evil_policy /tmp/evil.so",
    "  plugin sudoers_policy sudoers.so sudoers_file=/tmp/x",
    "Path plugin_dir /tmp",
    "Plugin \\",
  ])("cannot say who may do what with another plugin: %s", (line) => {
    expect(sudoers.parse(rawOutputs({ version: `${version}${line}\n`, rules }), exampleHost())).toMatchObject({
      known: false,
      reason: expect.stringMatching(/sudo\.conf/) as string,
    });
  });

  it("takes sudo's own plugin, written down, as what it is", () => {
    const lines = "Plugin sudoers_policy sudoers.so\nPlugin sudoers_io /usr/libexec/sudo/sudoers.so\n";
    expect(read(sudoers, { version: `${version} files\n${lines}`, rules }).directories).toEqual([]);
  });

  it("sees that rules also come from a directory", () => {
    expect(read(sudoers, { version: `${version} files sss\n`, rules }).directories).toEqual(["sss"]);
  });

  staysTotal(sudoers, [
    rules,
    "{}",
    '{"Defaults":[null]}',
    '{"User_Specs":[{"Cmnd_Specs":{}}]}',
    '{"__proto__":{}}',
    version,
    "none",
  ]);
});
