import { testControl } from "../../../testing/test-control.ts";
import {
  asDeclared,
  condition,
  declaredWith,
  iptablesForIpv4Only,
  rule,
  stockNftables,
  ufwAsItComes,
} from "../../../testing/firewall-examples.ts";
import { firewallParity } from "./firewall-parity.ts";

testControl(firewallParity, {
  holds: {
    "as the service file declares": { facts: { firewall: asDeclared } },
    "Debian 12 as installed: all are open": { facts: { firewall: stockNftables } },
    "a port for one IPv4 address only": {
      facts: {
        firewall: declaredWith("input", [
          rule(
            "accept",
            condition("family", "4"),
            condition("source", "10.0.0.2"),
            condition("protocol", "tcp"),
            condition("port", "5432"),
          ),
        ]),
      },
    },
    ufw: { facts: { firewall: ufwAsItComes } },
  },
  broken: {
    "a guide from 2018: rules for IPv4 only": {
      facts: { firewall: { chains: [...iptablesForIpv4Only.chains, ...asDeclared.chains] } },
      because: /443\/tcp over IPv6 only/,
      // the guide's own rules go on dropping over IPv4 what it does not name
      stays: true,
    },
    "one more port over IPv6": {
      facts: {
        firewall: declaredWith("input", [
          rule("accept", condition("family", "6"), condition("protocol", "tcp"), condition("port", "8080")),
        ]),
      },
      because: /8080.tcp over IPv6 only/,
    },
  },
  attempt: {
    succeeds: {
      "one more over IPv6": [
        { kind: "tcp-ports", open: [22], refused: 0, silent: 99, tried: 100 },
        { kind: "tcp-ports", open: [22, 8080], refused: 0, silent: 98, tried: 100 },
      ],
    },
    refused: {
      "the same over both": [
        { kind: "tcp-ports", open: [22], refused: 0, silent: 99, tried: 100 },
        { kind: "tcp-ports", open: [22], refused: 0, silent: 99, tried: 100 },
      ],
      "no firewall, and the same open over both": [
        { kind: "tcp-ports", open: [22, 8080], refused: 98, silent: 0, tried: 100 },
        { kind: "tcp-ports", open: [22, 8080], refused: 98, silent: 0, tried: 100 },
      ],
      "no firewall, and a program that waits over IPv6 only": [
        { kind: "tcp-ports", open: [22], refused: 99, silent: 0, tried: 100 },
        { kind: "tcp-ports", open: [22, 8080], refused: 98, silent: 0, tried: 100 },
      ],
    },
    inconclusive: {
      "no address over IPv6": [{ kind: "tcp-ports", open: [22], refused: 0, silent: 99, tried: 100 }],
      "nothing answers at all": [
        { kind: "tcp-ports", open: [], refused: 0, silent: 100, tried: 100 },
        { kind: "tcp-ports", open: [], refused: 0, silent: 100, tried: 100 },
      ],
    },
  },
});
