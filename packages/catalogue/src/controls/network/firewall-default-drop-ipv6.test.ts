import { testControl } from "../../../testing/test-control.ts";
import {
  asDeclared,
  iptablesForIpv4Only,
  noFirewall,
  stockNftables,
  ufwAsItComes,
} from "../../../testing/firewall-examples.ts";
import { firewallDefaultDropIpv6 } from "./firewall-default-drop-ipv6.ts";

const host = { addresses: ["203.0.113.7", "2001:db8::7"], ipv6: true };

testControl(firewallDefaultDropIpv6, {
  holds: {
    "as the service file declares": { facts: { firewall: asDeclared, host } },
    "ufw, enabled": { facts: { firewall: ufwAsItComes, host } },
    "no IPv6 in the kernel": { facts: { firewall: noFirewall, host: { ...host, ipv6: false } }, because: /no IPv6/ },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: { firewall: noFirewall, host } },
    "a guide from 2018: rules for IPv4 only": { facts: { firewall: iptablesForIpv4Only, host }, because: /IPv6/ },
    "nftables.service of Debian 12, not edited": { facts: { firewall: stockNftables, host } },
  },
  attempt: {
    succeeds: {
      "the database is open over IPv6": [{ kind: "tcp-ports", open: [22, 3306], refused: 0, silent: 98, tried: 100 }],
    },
    refused: {
      "all others are silent": [{ kind: "tcp-ports", open: [22, 80, 443], refused: 0, silent: 97, tried: 100 }],
    },
    inconclusive: {
      "nothing answers at all": [{ kind: "tcp-ports", open: [], refused: 0, silent: 100, tried: 100 }],
    },
  },
});
