import { accountList, anAccount, sudoRules } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sudoOnlyAdministrators } from "./sudo-only-administrators.ts";

const all = { except: [], root: true, commands: ["ALL"] };
const eve = anAccount({ name: "eve", uid: 1001, gid: 1001 });

testControl(sudoOnlyAdministrators, {
  holds: {
    "Debian 12 as installed, ada in the group sudo": {
      facts: { accounts: accountList(), sudoers: sudoRules() },
      because: /only ada/,
    },
    "somebody else may run one command": {
      facts: {
        accounts: accountList({ accounts: [eve] }),
        sudoers: sudoRules({
          rules: [{ ...all, who: [{ kind: "user", name: "eve" }], commands: ["/usr/bin/uptime"] }],
        }),
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
    "a rule for everybody": {
      facts: {
        accounts: accountList(),
        sudoers: sudoRules({ rules: [{ ...all, who: [{ kind: "user", name: "ALL" }] }] }),
      },
      because: /everybody/,
    },
    "a netgroup that nobody can look into": {
      facts: {
        accounts: accountList(),
        sudoers: sudoRules({ rules: [{ ...all, who: [{ kind: "other", name: "net" }] }] }),
      },
      because: /\+net/,
    },
  },
  notApplicable: { "no people in the service file": { peopleDeclared: false, admins: [] } },
});
