import { byHand, defineControl, everyHost } from "@secondlock/model";
import { firewall } from "../../facts/firewall.ts";
import { foreignRules } from "../../facts/firewall-verdict.ts";
import { brokenBy } from "../../facts/named-verdict.ts";

export const firewallNoForeignRules = defineControl({
  id: "firewall-no-foreign-rules",
  title: "No rule leads packets past the firewall",
  why: "A redirect or an untracked connection opens a port without a rule that says so.",
  severity: "medium",
  area: "network",
  covers: ["R051", "R052"],
  applies: everyHost,
  facts: { firewall },
  verdict: ({ firewall: rules }, wanted) =>
    brokenBy(foreignRules(rules, wanted), "not declared", "no undeclared redirect, and all connections are tracked"),
  attempt: { none: "what a redirect opens is tried by ports-as-declared" },
  fix: () => [
    byHand(
      "Take the rule away with the program that wrote it, or declare the port (with to: for a redirect, allow: [docker] for containers).",
    ),
  ],
  references: ["https://manpages.debian.org/bookworm/nftables/nft.8.en.html#CHAINS"],
});
