import { testControl } from "../../../testing/test-control.ts";
import {
  asDeclared,
  chainOf,
  condition,
  rule,
  stockNftables,
  ufwAsItComes,
} from "../../../testing/firewall-examples.ts";
import { firewallLoopbackAndEstablished } from "./firewall-loopback-and-established.ts";

testControl(firewallLoopbackAndEstablished, {
  holds: {
    "as the service file declares": { facts: { firewall: asDeclared } },
    ufw: { facts: { firewall: ufwAsItComes } },
  },
  broken: {
    "stray packets reach an open port": {
      facts: {
        firewall: {
          chains: [
            chainOf("input", "drop", [
              rule("accept", condition("in", "lo")),
              rule("accept", condition("state", "established", "related")),
              rule("accept", condition("protocol", "tcp"), condition("port", "22")),
            ]),
          ],
        },
      },
      because: /no connection/,
    },
    "answers are dropped": {
      facts: { firewall: { chains: [chainOf("input", "drop", [rule("accept", condition("in", "lo"))])] } },
      because: /answers/,
    },
    "nothing but a policy": {
      facts: { firewall: { chains: [chainOf("input", "drop", []), ...stockNftables.chains] } },
      because: /loopback/,
    },
  },
});
