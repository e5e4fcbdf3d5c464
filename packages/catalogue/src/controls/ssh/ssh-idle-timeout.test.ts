import { testControl } from "../../../testing/test-control.ts";
import { sshIdleTimeout } from "./ssh-idle-timeout.ts";

testControl(sshIdleTimeout, {
  holds: {
    "after fifteen minutes": {
      facts: {
        sshd: {
          byAccount: {
            ada: { clientaliveinterval: "300", clientalivecountmax: "3" },
            root: { clientaliveinterval: "300", clientalivecountmax: "3" },
          },
        },
      },
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: {
        sshd: {
          byAccount: {
            ada: { clientaliveinterval: "0", clientalivecountmax: "3" },
            root: { clientaliveinterval: "0", clientalivecountmax: "3" },
          },
        },
      },
      because: /interval 0/,
    },
    "Ubuntu 24.04 in the cloud, which asks every two minutes and never gives up": {
      facts: {
        sshd: {
          byAccount: {
            ada: { clientaliveinterval: "120", clientalivecountmax: "0" },
            root: { clientaliveinterval: "120", clientalivecountmax: "0" },
          },
        },
      },
      because: /countmax 0/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
