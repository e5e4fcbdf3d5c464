import { testControl } from "../../../testing/test-control.ts";
import { sshNoTcpForwarding } from "./ssh-no-tcp-forwarding.ts";

const debian = {
  disableforwarding: "no",
  allowtcpforwarding: "yes",
  allowstreamlocalforwarding: "yes",
  permittunnel: "no",
};
const off = { disableforwarding: "no", allowtcpforwarding: "no", allowstreamlocalforwarding: "no", permittunnel: "no" };

testControl(sshNoTcpForwarding, {
  holds: {
    "each kind is off": { facts: { sshd: { byAccount: { ada: off, root: off } } } },
    "all of it is off at once": { facts: { sshd: { byAccount: { ada: { ...debian, disableforwarding: "yes" } } } } },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: debian, root: debian } } },
      because: /allowtcpforwarding yes/,
    },
    "only from here to there": {
      facts: { sshd: { byAccount: { ada: { ...off, allowtcpforwarding: "local" } } } },
      because: /local/,
    },
    "sockets are left": {
      facts: { sshd: { byAccount: { ada: { ...off, allowstreamlocalforwarding: "yes" } } } },
      because: /streamlocal/,
    },
    "a tunnel is left": {
      facts: { sshd: { byAccount: { ada: { ...off, permittunnel: "point-to-point" } } } },
      because: /point-to-point/,
    },
    "one account keeps it": { facts: { sshd: { byAccount: { ada: off, root: { ...debian } } } }, because: /for root/ },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {} } } }, because: /not set/ },
  },
  notApplicable: { "a jump host": { allow: ["tcp-forwarding"] } },
  attempt: {
    succeeds: { "a connection is carried on": [{ kind: "ssh-forward", forwarded: true }] },
    refused: { "it is not": [{ kind: "ssh-forward", forwarded: false }] },
  },
});
