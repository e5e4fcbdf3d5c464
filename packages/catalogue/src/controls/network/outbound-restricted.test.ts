import { testControl } from "../../../testing/test-control.ts";
import { asDeclared, chainOf, condition, noFirewall, rule } from "../../../testing/firewall-examples.ts";
import { outboundRestricted } from "./outbound-restricted.ts";

testControl(outboundRestricted, {
  holds: {
    "names and the web only": {
      facts: {
        firewall: {
          chains: [
            chainOf("output", "drop", [
              rule("accept", condition("state", "established")),
              rule("accept", condition("protocol", "tcp"), condition("port", "443")),
              rule("accept", condition("protocol", "udp"), condition("port", "53")),
            ]),
          ],
        },
      },
    },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: { firewall: noFirewall } },
    "only what comes in is limited": { facts: { firewall: asDeclared }, because: /IPv4/ },
    "declared, and not yet loaded": {
      facts: { firewall: asDeclared },
      wanted: { outbound: { mode: "enforce", ports: [] } },
    },
    "learning limits nothing": {
      facts: { firewall: asDeclared },
      wanted: { outbound: { mode: "learn", ports: [] } },
      stays: true,
    },
    "limited for IPv4 only": {
      facts: { firewall: { chains: [chainOf("output", "drop", [], { families: [4] })] } },
      because: /IPv6/,
    },
  },
});
