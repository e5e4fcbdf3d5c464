import { broken, defineControl, holds, onlyWhere } from "@secondlock/model";
import { firewall } from "../../facts/firewall.ts";
import { missingPorts } from "../../facts/firewall-gaps.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { differsFrom } from "../../facts/own-table.ts";
import { declaredFirewall, firewallFix } from "../../states/firewall-as-declared.ts";

export const firewallUpToDate = defineControl({
  id: "firewall-up-to-date",
  title: "The firewall is the one that the service file describes",
  why: "Rules that were changed by hand, or not changed with the service file, open what nobody knows of and close what is needed.",
  severity: "medium",
  area: "network",
  covers: ["R041", "R052"],
  applies: onlyWhere(({ portsDeclared }) => portsDeclared, "the service file does not declare the ports of this host"),
  facts: { firewall },
  verdict({ firewall: rules }, wanted) {
    const own = differsFrom(rules, declaredFirewall(wanted), wanted);
    if (own === "same") return holds("Secondlock's own table is as the service file describes it");
    if (own !== "absent") return broken(`Secondlock's own table is not as the service file describes it: ${own}`);
    return brokenBy(missingPorts(rules, wanted), "declared and dropped", "declared ports come through");
  },
  attempt: { none: "that declared ports answer is what other attempts begin with" },
  fix: (wanted) => firewallFix(wanted),
  references: ["CIS Debian 12 4.3.7"],
});
