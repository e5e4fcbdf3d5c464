import { isDeepStrictEqual } from "node:util";
import { type Policy, widens } from "@secondlock/vault";

/** What changes, a member on each line, and in what the next one allows more. */
export function policyChangeText(before: Policy, after: Policy): string {
  const names = (Object.keys(after) as (keyof Policy)[]).toSorted();
  const changed = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const lines = changed.map((name) => `  ${name}  ${JSON.stringify(before[name])} -> ${JSON.stringify(after[name])}\n`);
  const more = widens(before, after);
  return `${lines.join("")}${more.length > 0 ? `  allows more than before: ${more.join(", ")}\n` : ""}`;
}

/** What several confirmers allow together where any of them is enough: none knows what the others have counted. */
export function sumText({ rate, maximumOpens }: Pick<Policy, "rate" | "maximumOpens">, confirmers: number): string {
  return `any of ${confirmers} confirmers is enough, and each counts for itself: together ${confirmers * maximumOpens} openings, ${confirmers * rate.opens} in ${rate.seconds} seconds`;
}
