import { testControl } from "../../../testing/test-control.ts";
import {
  asDeclared,
  chainOf,
  condition,
  iptablesForIpv4Only,
  noFirewall,
  rule,
} from "../../../testing/firewall-examples.ts";
import { firewallNoForeignRules } from "./firewall-no-foreign-rules.ts";

testControl(firewallNoForeignRules, {
  holds: {
    "Debian 12 as installed": { facts: { firewall: noFirewall } },
    "a declared port is carried to the application": { facts: { firewall: iptablesForIpv4Only } },
    "Docker's own rules, declared": {
      facts: { firewall: { chains: [chainOf("prerouting", "accept", [rule("dnat", condition("port", "8080"))])] } },
      wanted: { allow: ["docker"] },
    },
  },
  broken: {
    "an undeclared redirect": {
      facts: {
        firewall: {
          chains: [
            ...asDeclared.chains,
            chainOf("prerouting", "accept", [rule("redirect", condition("port", "8443"))]),
          ],
        },
      },
      because: /8443/,
    },
    "a whole host behind": {
      facts: { firewall: { chains: [chainOf("prerouting", "accept", [rule("dnat", condition("port", "8080"))])] } },
    },
    "connections that are not tracked": {
      facts: { firewall: { chains: [chainOf("prerouting", "accept", [rule("notrack")])] } },
      because: /notrack/,
    },
  },
});
