import { testControl } from "../../../testing/test-control.ts";
import { sshMaxSessions } from "./ssh-max-sessions.ts";

testControl(sshMaxSessions, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { maxsessions: "10" }, root: { maxsessions: "10" } } } },
    },
    "none at all, for a jump host": {
      facts: { sshd: { byAccount: { ada: { maxsessions: "0" }, root: { maxsessions: "0" } } } },
    },
  },
  broken: {
    "a hundred": {
      facts: { sshd: { byAccount: { ada: { maxsessions: "100" }, root: { maxsessions: "100" } } } },
      because: / 100/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
