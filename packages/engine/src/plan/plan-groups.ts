import type { PlanItem, PlannedControl } from "./plan.ts";

/** Resources that a person reviews together: one change of the plan. */
export interface PlanGroup {
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

/** Nothing of it changes anything but rights. */
export function onlyRights({ steps }: PlanItem): boolean {
  return steps.length > 0 && steps.every(({ kind }) => kind === "modes");
}

function within(one: PlanItem, other: PlanItem): boolean {
  return one.controls.length > 0 && one.controls.every(({ id }) => other.controls.some((control) => control.id === id));
}

function groupOf(items: readonly PlanItem[], told: Set<string>): PlanGroup {
  const controls = controlsOf(items).filter(({ id }) => !told.has(id));
  for (const { id } of controls) told.add(id);
  return {
    items,
    controls,
    costs: [...new Set(items.flatMap(({ costs }) => costs))],
    risks: [...new Set(items.flatMap(({ risks }) => risks))],
  };
}

/** Each control once that any of the resources changes for. */
export function controlsOf(items: readonly PlanItem[]): readonly PlannedControl[] {
  return [...new Map(items.flatMap(({ controls }) => controls).map((one) => [one.id, one] as const)).values()];
}
