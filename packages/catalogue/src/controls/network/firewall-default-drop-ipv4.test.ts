import { testControl } from "../../../testing/test-control.ts";
import {
  asDeclared,
  chainOf,
  condition,
  declaredWith,
  iptablesForIpv4Only,
  noFirewall,
  rule,
  stockNftables,
  ufwAsItComes,
} from "../../../testing/firewall-examples.ts";
import { firewallDefaultDropIpv4 } from "./firewall-default-drop-ipv4.ts";

testControl(firewallDefaultDropIpv4, {
  holds: {
    "as the service file declares": { facts: { firewall: asDeclared } },
    "iptables for IPv4": { facts: { firewall: iptablesForIpv4Only } },
    "ufw, enabled": { facts: { firewall: ufwAsItComes } },
    "an accept in an earlier table does not undo the drop": {
      facts: {
        firewall: {
          chains: [chainOf("input", "accept", [rule("accept")], { table: "inet early" }), ...asDeclared.chains],
        },
      },
    },
    "a whole virtual network is trusted": {
      facts: { firewall: declaredWith("input", [rule("accept", condition("in", "wg0"))]) },
    },
    "a policy of accept, and a drop of all the rest": {
      facts: {
        firewall: {
          chains: [
            chainOf("input", "accept", [
              rule("accept", condition("protocol", "tcp"), condition("port", "22")),
              rule("drop"),
            ]),
          ],
        },
      },
    },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: { firewall: noFirewall }, because: /accepted/ },
    "nftables.service of Debian 12, enabled and not edited": { facts: { firewall: stockNftables } },
    "everything is accepted before the policy": {
      facts: { firewall: declaredWith("input", [rule("accept")]) },
      because: /lets in/,
    },
    "everything on the network card is accepted": {
      facts: { firewall: declaredWith("input", [rule("accept", condition("in", "eth0"))]) },
      because: /eth0/,
    },
    "everything from everywhere is accepted": {
      facts: {
        firewall: declaredWith("input", [rule("accept", condition("family", "4"), condition("source", "0.0.0.0/0"))]),
      },
    },
    "all high ports are accepted": {
      facts: {
        firewall: declaredWith("input", [
          rule("accept", condition("protocol", "tcp"), condition("port", "1024-65535")),
        ]),
      },
    },
  },
  attempt: {
    succeeds: {
      "an undeclared port is open": [{ kind: "tcp-ports", open: [22, 3306], refused: 0, silent: 98, tried: 100 }],
    },
    refused: {
      "all others are silent": [{ kind: "tcp-ports", open: [22, 80, 443], refused: 0, silent: 97, tried: 100 }],
    },
  },
});
