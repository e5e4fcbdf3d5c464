import { testControl } from "../../../testing/test-control.ts";
import { asDeclared, iptablesForIpv4Only, noFirewall, stockNftables } from "../../../testing/firewall-examples.ts";
import { firewallForwardDrop } from "./firewall-forward-drop.ts";

testControl(firewallForwardDrop, {
  holds: { "as the service file declares": { facts: { firewall: asDeclared } } },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: { firewall: noFirewall } },
    "nftables.service of Debian 12, not edited": { facts: { firewall: stockNftables }, because: /IPv4/ },
    "dropped for IPv4 only": { facts: { firewall: iptablesForIpv4Only }, because: /IPv6/ },
  },
  notApplicable: { "a router": { allow: ["router"] } },
});
