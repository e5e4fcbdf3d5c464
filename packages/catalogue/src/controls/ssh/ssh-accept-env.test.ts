import { testControl } from "../../../testing/test-control.ts";
import { sshAcceptEnv } from "./ssh-accept-env.ts";

testControl(sshAcceptEnv, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: { sshd: { byAccount: { ada: { acceptenv: "LANG\nLC_*" } } } } },
    "none at all": { facts: { sshd: { byAccount: { ada: {} } } } },
  },
  broken: {
    "every variable": { facts: { sshd: { byAccount: { ada: { acceptenv: "LANG\n*" } } } }, because: /\*/ },
    "the loader's": {
      facts: { sshd: { byAccount: { ada: {}, root: { acceptenv: "LD_PRELOAD" } } } },
      because: /LD_PRELOAD/,
    },
  },
});
