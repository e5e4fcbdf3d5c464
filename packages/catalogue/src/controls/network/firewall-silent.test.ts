import { testControl } from "../../../testing/test-control.ts";
import {
  asDeclared,
  condition,
  declaredWith,
  noFirewall,
  rule,
  ufwAsItComes,
} from "../../../testing/firewall-examples.ts";
import { firewallSilent } from "./firewall-silent.ts";

testControl(firewallSilent, {
  holds: {
    "as the service file declares": { facts: { firewall: asDeclared } },
    "ufw, enabled": { facts: { firewall: ufwAsItComes } },
    "banned addresses are refused aloud": {
      facts: { firewall: declaredWith("input", [rule("reject", condition("source", "198.51.100.9"))]) },
    },
  },
  broken: {
    "Debian 12 as installed: the kernel answers": { facts: { firewall: noFirewall } },
    "a reject at the end": {
      facts: { firewall: declaredWith("input", [rule("reject", condition("port", "1-21", "23-79", "444-65535"))]) },
      because: /IPv4/,
    },
  },
  attempt: {
    succeeds: { "closed ports answer": [{ kind: "tcp-ports", open: [22], refused: 99, silent: 0, tried: 100 }] },
    refused: { "closed ports are silent": [{ kind: "tcp-ports", open: [22], refused: 2, silent: 97, tried: 100 }] },
    inconclusive: {
      "nothing answers at all": [{ kind: "tcp-ports", open: [], refused: 0, silent: 100, tried: 100 }],
    },
  },
});
