import { testControl } from "../../../testing/test-control.ts";
import {
  asDeclared,
  chainOf,
  condition,
  noFirewall,
  ownChainOf,
  rule,
  ufwAsItComes,
} from "../../../testing/firewall-examples.ts";
import { icmpv6Essentials } from "./icmpv6-essentials.ts";

const host = { addresses: ["203.0.113.7", "2001:db8::7"], ipv6: true };

testControl(icmpv6Essentials, {
  holds: {
    "as the service file declares": { facts: { firewall: asDeclared, host } },
    "Debian 12 as installed": { facts: { firewall: noFirewall, host } },
    ufw: { facts: { firewall: ufwAsItComes, host } },
  },
  broken: {
    "everything but established is dropped": {
      facts: {
        firewall: {
          chains: [ownChainOf("input", "drop", [rule("accept", condition("state", "established", "related"))])],
        },
        host,
      },
      because: /neighbour solicitation/,
    },
    "everything but established is dropped, by somebody else's table": {
      facts: {
        firewall: {
          chains: [chainOf("input", "drop", [rule("accept", condition("state", "established", "related"))])],
        },
        host,
      },
      because: /neighbour solicitation/,
      stays: true,
    },
    "even errors are dropped": {
      facts: { firewall: { chains: [ownChainOf("input", "drop", [])] }, host },
      because: /packet too big/,
    },
  },
});
