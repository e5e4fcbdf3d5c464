import { broken, byHand, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { confirmerFiles } from "../../facts/confirmer-folder.ts";
import { confirmerPolicies, type PolicySeen } from "../../facts/confirmer-policies.ts";
import { daysBetween } from "../../facts/days.ts";

/** Most addresses that may ask: a /24, or a /56 of IPv6, which is one site. */
function isWide(range: string): boolean {
  const [address = "", prefix = ""] = range.split("/");
  return Number(prefix) < (address.includes(":") ? 56 : 24);
}

const mostDays = 400;

function loose({ kid, sources, purposes, approvals, expires }: PolicySeen, today: string): readonly string[] {
  const days = daysBetween(today, expires) ?? Number.POSITIVE_INFINITY;
  const wide = sources.filter(isWide);
  return [
    ...(wide.length > 0 ? [`${kid} is open to ${wide.slice(0, 3).join(", ")}`] : []),
    ...(days > mostDays ? [`${kid} ends only on ${expires.slice(0, 10)}`] : []),
    // who edits needs no opening: it is a person who wants to look
    ...(purposes.includes("edit") && approvals === 0 ? [`${kid} lets people look at values without an approval`] : []),
  ];
}

export const confirmerPoliciesNarrow = defineControl({
  id: "confirmer-policies-narrow",
  title: "Policies name few addresses, end within a year, and let nobody look alone",
  why: "What a policy does not refuse, whoever has file and keys of a host may do; a leak is worth as much as its policy is wide.",
  severity: "medium",
  area: "application",
  covers: ["R143", "R062"],
  applies: everyHost,
  facts: { kept: confirmerFiles, read: confirmerPolicies },
  verdict({ kept, read: { policies, today } }) {
    if (kept.complete && kept.files.length === 0) return notApplicable("no confirmer is on this host");
    const found = policies.flatMap((policy) => loose(policy, today));
    if (found.length > 0) return broken(found.slice(0, 5).join("; "));
    if (policies.length === 0) return undecided("no policy is in its folder: they may be in PostgreSQL");
    return holds(`${policies.length} policies of active keys`);
  },
  attempt: { none: "a host that the policy allows would have to open" },
  fix: () => [byHand("secondlock policy, with narrower --source, an earlier --expires, and --approvals for edit.")],
  references: ["NIST SP 800-57 part 1, 5.3", "docs/how-to/run-a-confirmer.md"],
});
