import { testControl } from "../../../testing/test-control.ts";
import { sshNoAgentForwarding } from "./ssh-no-agent-forwarding.ts";

testControl(sshNoAgentForwarding, {
  holds: {
    off: {
      facts: { sshd: { byAccount: { ada: { allowagentforwarding: "no" }, root: { allowagentforwarding: "no" } } } },
    },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { allowagentforwarding: "yes" }, root: { allowagentforwarding: "yes" } } } },
      because: / yes/,
    },
    "a Match block gives it back to root": {
      facts: { sshd: { byAccount: { ada: { allowagentforwarding: "no" }, root: { allowagentforwarding: "yes" } } } },
      because: /for root/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
  notApplicable: { "agent forwarding is declared": { allow: ["agent-forwarding"] } },
  attempt: {
    succeeds: { "the agent is carried on": [{ kind: "ssh-forward", forwarded: true }] },
    refused: { "the login opens and the agent is not there": [{ kind: "ssh-forward", forwarded: false }] },
  },
});
