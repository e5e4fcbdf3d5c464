import { testControl } from "../../../testing/test-control.ts";
import { sshNoX11Forwarding } from "./ssh-no-x11-forwarding.ts";

testControl(sshNoX11Forwarding, {
  holds: {
    off: { facts: { sshd: { byAccount: { ada: { x11forwarding: "no" }, root: { x11forwarding: "no" } } } } },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { x11forwarding: "yes" }, root: { x11forwarding: "yes" } } } },
      because: / yes/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
  notApplicable: { "X11 is declared": { allow: ["x11-forwarding"] } },
});
