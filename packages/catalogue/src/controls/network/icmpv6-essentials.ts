import { defineControl, everyHost, holds } from "@secondlock/model";
import { firewall } from "../../facts/firewall.ts";
import { missingIcmpv6 } from "../../facts/firewall-verdict.ts";
import { hostAddresses } from "../../facts/host-addresses.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const icmpv6Essentials = defineControl({
  id: "icmpv6-essentials",
  title: "The firewall lets in what IPv6 needs",
  why: "Without neighbour discovery and path discovery IPv6 fails now and then, and somebody turns the firewall off.",
  severity: "low",
  area: "network",
  covers: ["R046"],
  applies: everyHost,
  facts: { firewall, host: hostAddresses },
  verdict({ firewall: rules, host }) {
    return host.ipv6
      ? brokenBy(missingIcmpv6(rules), "dropped", "neighbour and path discovery come through")
      : holds("the kernel has no IPv6");
  },
  attempt: { none: "neighbour discovery is only seen on the host's own network" },
  fix: (wanted) => firewallFix(wanted),
  references: ["RFC 4890", "CIS Debian 12 4.3.6"],
});
