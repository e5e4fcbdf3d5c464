import { defineState, type State } from "@secondlock/model";
import { type SystemUnits, systemUnits, unitOf } from "../facts/system-units.ts";

/** A unit that runs now and after a restart, from the named package of the distribution. */
export function unitEnabled(unit: string, from?: { readonly package: string }): State<SystemUnits> {
  return defineState({
    resource: `unit:${unit}`,
    text: from === undefined ? `enable and start ${unit}` : `install ${from.package}, enable and start ${unit}`,
    settings: { enabled: "yes", active: "yes", ...(from === undefined ? {} : { package: from.package }) },
    fact: systemUnits,
    settle: (units) => ({ ...units, [unit]: { ...unitOf(units, unit), loaded: true, active: true, enabled: true } }),
  });
}
