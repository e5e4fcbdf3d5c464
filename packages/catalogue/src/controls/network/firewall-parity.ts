import { defineControl, everyHost } from "@secondlock/model";
import { openOverOneOnly } from "../../attempts/silent-ports.ts";
import { firewall } from "../../facts/firewall.ts";
import { unequalPorts } from "../../facts/firewall-verdict.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const firewallParity = defineControl({
  id: "firewall-parity",
  title: "IPv4 and IPv6 open the same ports",
  why: "A port that is closed over one of the two and open over the other is open.",
  severity: "high",
  area: "network",
  covers: ["R050"],
  applies: everyHost,
  facts: { firewall },
  verdict: ({ firewall: rules }) =>
    brokenBy(unequalPorts(rules), "ports differ", "both open the same ports to strangers"),
  attempt: openOverOneOnly(),
  fix: (wanted) => firewallFix(wanted),
  references: ["CIS Debian 12 4.4.3.1"],
});
