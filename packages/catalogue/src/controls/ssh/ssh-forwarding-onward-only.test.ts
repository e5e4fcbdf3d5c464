import { testControl } from "../../../testing/test-control.ts";
import { sshForwardingOnwardOnly } from "./ssh-forwarding-onward-only.ts";

const wanted = { allow: ["tcp-forwarding"] };
const debian = {
  ...{ disableforwarding: "no", allowtcpforwarding: "yes", allowstreamlocalforwarding: "yes" },
  ...{ permittunnel: "no", gatewayports: "no" },
};
const jump = { ...debian, allowtcpforwarding: "local", allowstreamlocalforwarding: "no" };
const accounts = (
  ada: Record<string, string>,
  root = jump,
): { sshd: { byAccount: Record<string, Record<string, string>> } } => ({
  sshd: { byAccount: { ada, root } },
});

testControl(sshForwardingOnwardOnly, {
  holds: {
    "connections onward only": { wanted, facts: accounts(jump) },
    "one account forwards nothing at all": { wanted, facts: accounts(jump, { ...jump, allowtcpforwarding: "no" }) },
    "all of it is off": { wanted, facts: { sshd: { byAccount: { ada: { ...debian, disableforwarding: "yes" } } } } },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      ...{ wanted, because: /allowtcpforwarding yes/ },
      facts: accounts(debian, debian),
    },
    "listening ports for the login": {
      ...{ wanted, because: /remote/ },
      facts: accounts({ ...jump, allowtcpforwarding: "remote" }),
    },
    "a tunnel": { ...{ wanted, because: /permittunnel yes/ }, facts: accounts({ ...jump, permittunnel: "yes" }) },
    "listening for everybody": {
      ...{ wanted, because: /gatewayports yes/ },
      facts: accounts({ ...jump, gatewayports: "yes" }),
    },
    "one account keeps sockets": {
      ...{ wanted, because: /streamlocal.* for root/ },
      facts: accounts(jump, { ...jump, allowstreamlocalforwarding: "yes" }),
    },
    "sshd does not say": { ...{ wanted, because: /not set/ }, facts: accounts({}) },
  },
  notApplicable: { "no jump host": {} },
});
