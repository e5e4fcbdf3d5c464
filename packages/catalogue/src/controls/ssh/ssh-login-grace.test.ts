import { testControl } from "../../../testing/test-control.ts";
import { sshLoginGrace } from "./ssh-login-grace.ts";

testControl(sshLoginGrace, {
  holds: {
    "one minute": { facts: { sshd: { byAccount: { ada: { logingracetime: "60" }, root: { logingracetime: "60" } } } } },
    "half a minute": {
      facts: { sshd: { byAccount: { ada: { logingracetime: "30" }, root: { logingracetime: "30" } } } },
    },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { logingracetime: "120" }, root: { logingracetime: "120" } } } },
      because: / 120/,
    },
    "it waits for ever": {
      facts: { sshd: { byAccount: { ada: { logingracetime: "0" }, root: { logingracetime: "0" } } } },
      because: / 0/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
