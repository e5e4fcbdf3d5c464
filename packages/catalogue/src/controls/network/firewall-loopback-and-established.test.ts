import { testControl } from "../../../testing/test-control.ts";
import {
  asDeclared,
  chainOf,
  condition,
  ownChainOf,
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
      facts: { firewall: { chains: [ownChainOf("input", "drop", [rule("accept", condition("in", "lo"))])] } },
      because: /answers/,
    },
    "answers are dropped, by somebody else's table": {
      facts: { firewall: { chains: [chainOf("input", "drop", [rule("accept", condition("in", "lo"))])] } },
      because: /answers/,
      stays: true,
    },
    "nothing but a policy": {
      facts: { firewall: { chains: [ownChainOf("input", "drop", []), ...stockNftables.chains] } },
      because: /loopback/,
    },
    "nothing but a policy, of somebody else's table": {
      facts: { firewall: { chains: [chainOf("input", "drop", []), ...stockNftables.chains] } },
      because: /loopback/,
      stays: true,
    },
  },
});
