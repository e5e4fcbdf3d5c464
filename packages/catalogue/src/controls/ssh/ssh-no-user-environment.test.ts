import { testControl } from "../../../testing/test-control.ts";
import { sshNoUserEnvironment } from "./ssh-no-user-environment.ts";

testControl(sshNoUserEnvironment, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { permituserenvironment: "no" }, root: { permituserenvironment: "no" } } } },
    },
  },
  broken: {
    "any variable": {
      facts: { sshd: { byAccount: { ada: { permituserenvironment: "yes" }, root: { permituserenvironment: "yes" } } } },
      because: /yes/,
    },
    "a pattern of them": {
      facts: {
        sshd: { byAccount: { ada: { permituserenvironment: "LD_*" }, root: { permituserenvironment: "LD_*" } } },
      },
      because: /LD_/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
