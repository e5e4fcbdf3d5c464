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
