import type { PlanItem, PlannedControl } from "../plan/plan.ts";
import { severityRank } from "./words.ts";

/** Resources that a person reviews together: one change of the plan. */
export interface PlanGroup {
  readonly title: string;
  readonly items: readonly PlanItem[];
  /** Those that no group before it names. */
  readonly controls: readonly PlannedControl[];
  readonly costs: readonly string[];
  readonly risks: readonly string[];
}

/**
 * Resources whose controls are also another's stand with it; what changes nothing but rights stands in one group, the last.
 * Every resource stands in exactly one group. Pure.
 */
export function planGroups(items: readonly PlanItem[]): readonly PlanGroup[] {
  const [rights, others] = [items.filter(onlyRights), items.filter((item) => !onlyRights(item))];
  const sets: PlanItem[][] = [];
  for (const item of others) {
    const home = sets.find((set) => set.some((other) => within(item, other) || within(other, item)));
    if (home === undefined) sets.push([item]);
    else home.push(item);
  }
  const told = new Set<string>();
  return [...sets, ...(rights.length === 0 ? [] : [rights])].map((set) => groupOf(set, told));
}

function onlyRights({ steps }: PlanItem): boolean {
  return steps.length > 0 && steps.every(({ kind }) => kind === "modes");
}

function within(one: PlanItem, other: PlanItem): boolean {
  return one.controls.length > 0 && one.controls.every(({ id }) => other.controls.some((control) => control.id === id));
}

function groupOf(items: readonly PlanItem[], told: Set<string>): PlanGroup {
  const all = [...new Map(items.flatMap(({ controls }) => controls).map((one) => [one.id, one] as const)).values()];
  const controls = all.filter(({ id }) => !told.has(id));
  for (const { id } of controls) told.add(id);
  return {
    title: titleOf(items, all),
    items,
    controls,
    costs: [...new Set(items.flatMap(({ costs }) => costs))],
    risks: [...new Set(items.flatMap(({ risks }) => risks))],
  };
}

function titleOf(items: readonly PlanItem[], controls: readonly PlannedControl[]): string {
  const paths = new Set(
    items.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === "modes" ? step.path : []))),
  );
  const what = paths.size === 1 ? "one file or folder" : `${paths.size} files and folders`;
  if (items.every(onlyRights)) return `Only those who need it get at ${what}`;
  const [worst] = controls.toSorted((one, other) => severityRank[one.severity] - severityRank[other.severity]);
  const title = worst?.title ?? items.map(({ resource }) => resource).join(", ");
  return controls.length > 1 ? `${title}, and ${controls.length - 1} more` : title;
}
