import { accountList, anAccount, cloudInitRule, noSudo, sudoRules } from "../../../testing/example-accounts.ts";
import { ada } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sudoWorks } from "./sudo-works.ts";

const ben = { ...ada, name: "ben", account: "ben" };

testControl(sudoWorks, {
  holds: {
    "ada is in the group sudo": { facts: { accounts: accountList(), sudoers: sudoRules() }, because: /second one/ },
    "a cloud image: no password, and none is asked for": {
      facts: {
        accounts: accountList({ accounts: [anAccount({ name: "ada", password: "locked", scheme: "" })] }),
        sudoers: sudoRules({ rules: [cloudInitRule] }),
      },
    },
    "two administrators": {
      facts: {
        accounts: accountList({
          accounts: [anAccount({ name: "ben", uid: 1001 })],
          groups: [{ name: "sudo", gid: 27, members: ["ada", "ben"] }],
        }),
        sudoers: sudoRules(),
      },
      wanted: { admins: [ada, ben] },
      because: /2 administrators/,
    },
  },
  broken: {
    "Debian 12 as installed with a root password: no sudo": {
      facts: { accounts: accountList(), sudoers: noSudo },
      because: /not installed/,
    },
    "ada is in no group": {
      facts: { accounts: accountList({ groups: [{ name: "sudo", gid: 27, members: [] }] }), sudoers: sudoRules() },
      because: /no rule/,
    },
    "ada has only a key and no password": {
      facts: {
        accounts: accountList({ accounts: [anAccount({ name: "ada", password: "locked" })] }),
        sudoers: sudoRules(),
      },
      because: /no password/,
      byHand: true,
    },
    "the second administrator was never set up": {
      facts: { accounts: accountList(), sudoers: sudoRules() },
      wanted: { admins: [ada, ben] },
      because: /no account ben/,
      byHand: true,
    },
    "ada's account is expired": {
      facts: { accounts: accountList({ accounts: [anAccount({ name: "ada", expired: true })] }), sudoers: sudoRules() },
      because: /cannot log in/,
      byHand: true,
    },
  },
  notApplicable: { "nobody is declared": { admins: [], peopleDeclared: false } },
});
