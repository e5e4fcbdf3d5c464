import { theHost } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { accountList, anAccount, sudoRules } from "../../../testing/example-accounts.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sudoOnlyAdministrators } from "./sudo-only-administrators.ts";

const all = { except: [], runAs: [], commands: ["ALL"] };
const eve = anAccount({ name: "eve", uid: 1001, gid: 1001 });

const evesRule = (command: string) => ({ ...all, who: [{ kind: "user" as const, name: "eve" }], commands: [command] });

describe("one command for somebody who is not declared", () => {
  it("is not known to be harmless", () => {
    const facts = {
      accounts: accountList({ accounts: [eve] }),
      sudoers: sudoRules({ rules: [evesRule("/usr/bin/uptime")] }),
    };
    expect(sudoOnlyAdministrators.verdict(facts, exampleHost(), theHost)).toMatchObject({
      inside: "unreadable",
      because: "eve may run /usr/bin/uptime as root, and is not declared",
    });
  });
});

testControl(sudoOnlyAdministrators, {
  holds: {
    "Debian 12 as installed, ada in the group sudo": {
      facts: { accounts: accountList(), sudoers: sudoRules() },
      because: /only ada/,
    },
    "eve has a rule, and her account is closed": {
      facts: {
        accounts: accountList({ accounts: [{ ...eve, expired: true }] }),
        sudoers: sudoRules({ rules: [evesRule("ALL")] }),
      },
    },
    "a group from which eve is excepted": {
      facts: {
        accounts: accountList({ accounts: [eve], groups: [{ name: "ops", gid: 500, members: ["ada", "eve"] }] }),
        sudoers: sudoRules({
          rules: [{ ...all, who: [{ kind: "group", name: "ops" }], except: [{ kind: "user", name: "eve" }] }],
        }),
      },
    },
  },
  broken: {
    "a former colleague is still in the group sudo": {
      facts: {
        accounts: accountList({ accounts: [eve], groups: [{ name: "sudo", gid: 27, members: ["ada", "eve"] }] }),
        sudoers: sudoRules(),
      },
      because: /not declared: eve/,
    },
    "sudo is somebody's first group": {
      facts: { accounts: accountList({ accounts: [{ ...eve, gid: 27 }] }), sudoers: sudoRules() },
      because: /eve/,
    },
    "a shell is everything": {
      facts: { accounts: accountList({ accounts: [eve] }), sudoers: sudoRules({ rules: [evesRule("/bin/bash")] }) },
      because: /eve is not declared and becomes root by \/bin\/bash/,
    },
    "a wildcard after one harmless command": {
      facts: {
        accounts: accountList({ accounts: [eve] }),
        sudoers: sudoRules({
          rules: [{ ...evesRule("/usr/bin/uptime"), commands: ["/usr/bin/uptime", "/opt/run *"] }],
        }),
      },
      because: /\/opt\/run \*/,
    },
    "root by another name": {
      facts: {
        accounts: accountList({ accounts: [eve, anAccount({ name: "toor", uid: 0, gid: 0 })] }),
        sudoers: sudoRules({ rules: [{ ...evesRule("ALL"), runAs: [{ kind: "user", name: "toor" }] }] }),
      },
      because: /not declared: eve/,
    },
    "a rule for everybody": {
      facts: {
        accounts: accountList(),
        sudoers: sudoRules({ rules: [{ ...all, who: [{ kind: "user", name: "ALL" }] }] }),
      },
      because: /everybody/,
      byHand: true,
    },
    "a netgroup that nobody can look into": {
      facts: {
        accounts: accountList(),
        sudoers: sudoRules({ rules: [{ ...all, who: [{ kind: "other", name: "net" }] }] }),
      },
      because: /\+net/,
      byHand: true,
    },
  },
  notApplicable: { "no people in the service file": { peopleDeclared: false, admins: [] } },
});
