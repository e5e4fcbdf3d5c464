import { defineControl, everyHost, holds } from "@secondlock/model";
import { silentPorts } from "../../attempts/silent-ports.ts";
import { firewall } from "../../facts/firewall.ts";
import { dropsUnnamed } from "../../facts/firewall-verdict.ts";
import { hostAddresses } from "../../facts/host-addresses.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const firewallDefaultDropIpv6 = defineControl({
  id: "firewall-default-drop-ipv6",
  title: "The firewall drops what is not declared over IPv6",
  why: "A firewall for IPv4 alone leaves every service open to whoever comes over IPv6.",
  severity: "high",
  area: "network",
  covers: ["R040", "R050", "R057"],
  applies: everyHost,
  facts: { firewall, host: hostAddresses },
  verdict({ firewall: rules, host }) {
    return host.ipv6 ? dropsUnnamed(rules, "input", [6]) : holds("the kernel has no IPv6");
  },
  attempt: silentPorts([6]),
  fix: (wanted) => firewallFix(wanted),
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 4.3.8, 4.4.3.1", "RFC 4890"],
});
