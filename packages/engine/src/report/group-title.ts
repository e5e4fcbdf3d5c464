import { severityRank } from "@secondlock/model";
import { controlsOf, onlyRights, type PlanGroup } from "../plan/plan-groups.ts";

/** What a group of resources brings about, in a few words. */
export function groupTitle({ items }: Pick<PlanGroup, "items">): string {
  const paths = new Set(
    items.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === "modes" ? step.path : []))),
  );
  const what = paths.size === 1 ? "one file or folder" : `${paths.size} files and folders`;
  if (items.every(onlyRights)) return `Only those who need it get at ${what}`;
  const controls = controlsOf(items);
  const [worst] = controls.toSorted((one, other) => severityRank[one.severity] - severityRank[other.severity]);
  const title = worst?.title ?? items.map(({ resource }) => resource).join(", ");
  return controls.length > 1 ? `${title}, and ${controls.length - 1} more` : title;
}
