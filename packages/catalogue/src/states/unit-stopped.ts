import { defineState, type State } from "@secondlock/model";
import { type SystemUnits, systemUnits } from "../facts/system-units.ts";
import { unitChange } from "./unit-change.ts";

/** A unit that neither runs nor starts by itself. One that is not there stays so. */
export function unitStopped(unit: string): State<SystemUnits> {
  return defineState({
    resource: `unit:${unit}`,
    text: `stop and disable ${unit}`,
    settings: { unit, enabled: "no", active: "no" },
    fact: systemUnits,
    settle(units) {
      const before = units[unit];
      return before === undefined ? units : { ...units, [unit]: { ...before, active: false, enabled: false } };
    },
    bring: unitChange,
    costs: `What ${unit} does for the host, it does no more.`,
  });
}
