import { testControl } from "../../../testing/test-control.ts";
import { sshUsePam } from "./ssh-use-pam.ts";

testControl(sshUsePam, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { usepam: "yes" }, root: { usepam: "yes" } } } },
    },
  },
  broken: {
    "PAM is off, as in the source of OpenSSH": {
      facts: { sshd: { byAccount: { ada: { usepam: "no" }, root: { usepam: "no" } } } },
      because: / no/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
