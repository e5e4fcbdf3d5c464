import { defineControl, onlyWhere } from "@secondlock/model";
import { firewall } from "../../facts/firewall.ts";
import { dropsUnnamed } from "../../facts/firewall-verdict.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const firewallForwardDrop = defineControl({
  id: "firewall-forward-drop",
  title: "The firewall passes nothing on",
  why: "A host that forwards carries strangers into the private network behind it.",
  severity: "medium",
  area: "network",
  covers: ["R040"],
  applies: onlyWhere(({ allow }) => !allow.includes("router"), "the service file declares the host as a router"),
  facts: { firewall },
  verdict: ({ firewall: rules }) => dropsUnnamed(rules, "forward", [4, 6]),
  attempt: { none: "a packet for another network would have to be sent to the host's hardware address" },
  fix: (wanted) => firewallFix(wanted),
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 4.3.8"],
});
