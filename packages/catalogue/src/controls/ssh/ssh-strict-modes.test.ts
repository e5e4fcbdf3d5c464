import { testControl } from "../../../testing/test-control.ts";
import { sshStrictModes } from "./ssh-strict-modes.ts";

testControl(sshStrictModes, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { strictmodes: "yes" }, root: { strictmodes: "yes" } } } },
    },
  },
  broken: {
    "key files are not checked": {
      facts: { sshd: { byAccount: { ada: { strictmodes: "no" }, root: { strictmodes: "no" } } } },
      because: / no/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
