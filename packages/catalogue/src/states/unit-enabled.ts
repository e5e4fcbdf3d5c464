import { defineState, type State } from "@secondlock/model";
import { type SystemUnits, systemUnits, unitOf } from "../facts/system-units.ts";
import { unitChange } from "./unit-change.ts";

/** A unit that runs now and after a restart, from the named package of the distribution. */
export function unitEnabled(unit: string, from?: { readonly package: string }): State<SystemUnits> {
  return defineState({
    resource: `unit:${unit}`,
    text: from === undefined ? `enable and start ${unit}` : `install ${from.package}, enable and start ${unit}`,
    settings: { unit, enabled: "yes", active: "yes", ...(from === undefined ? {} : { package: from.package }) },
    fact: systemUnits,
    settle: (units) => ({ ...units, [unit]: { ...unitOf(units, unit), loaded: true, active: true, enabled: true } }),
    bring: unitChange,
    ...(from === undefined ? {} : { risk: `Packages that cannot stand beside ${from.package} are removed by it.` }),
  });
}
