import { defineControl, everyHost } from "@secondlock/model";
import { silentPorts } from "../../attempts/silent-ports.ts";
import { firewall } from "../../facts/firewall.ts";
import { dropsUnnamed } from "../../facts/firewall-verdict.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const firewallDefaultDropIpv4 = defineControl({
  id: "firewall-default-drop-ipv4",
  title: "The firewall drops what is not declared over IPv4",
  why: "A service that somebody starts by accident is open to the internet unless the firewall drops what nobody declared.",
  severity: "high",
  area: "network",
  covers: ["R040", "R041", "R057"],
  applies: everyHost,
  facts: { firewall },
  verdict: ({ firewall: rules }) => dropsUnnamed(rules, "input", [4]),
  attempt: silentPorts([4]),
  fix: (wanted) => firewallFix(wanted),
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 4.1.1, 4.2.7, 4.3.8, 4.4.2.1", "https://man.archlinux.org/man/nft.8"],
});
