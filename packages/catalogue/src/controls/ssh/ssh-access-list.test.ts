import { ada } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshAccessList } from "./ssh-access-list.ts";

testControl(sshAccessList, {
  holds: {
    "the administrators by name": { facts: { sshd: { byAccount: { ada: { allowusers: "ada" } } } } },
    "by name and address": { facts: { sshd: { byAccount: { ada: { allowusers: "ada@10.0.0.*" } } } } },
    "a group": { facts: { sshd: { byAccount: { ada: { allowgroups: "ssh-users" } } } }, because: /ssh-users/ },
    "a list of their own, and nobody is declared": {
      facts: { sshd: { byAccount: { root: { allowusers: "ada\nben" } } } },
      wanted: { peopleDeclared: false, admins: [] },
    },
  },
  broken: {
    "somebody who came later": {
      facts: { sshd: { byAccount: { ada: { allowusers: "ada" }, grace: { allowusers: "ada" } } } },
      wanted: { admins: [ada, { ...ada, name: "grace", account: "grace" }] },
      because: /lacks grace/,
    },
    "an auditor who came later": {
      facts: { sshd: { byAccount: { ada: { allowusers: "ada" } } } },
      wanted: {
        auditor: { account: "secondlock-auditor", keys: [], from: ["198.51.100.9"], keyHome: "ci" },
      },
      because: /lacks secondlock-auditor/,
    },
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: {}, root: {} } } },
      because: /every account/,
    },
    "somebody who has left": { facts: { sshd: { byAccount: { ada: { allowusers: "ada\nben" } } } }, because: /ben/ },
    "a pattern that takes everybody": { facts: { sshd: { byAccount: { ada: { allowusers: "*" } } } }, because: /\*/ },
    "a Match block without the list": {
      facts: { sshd: { byAccount: { ada: { allowusers: "ada" }, root: {} } } },
      because: /every account/,
    },
  },
});
