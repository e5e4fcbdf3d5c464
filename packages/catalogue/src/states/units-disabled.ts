import { defineState, type State } from "@secondlock/model";
import { enabledUnits } from "../facts/enabled-units.ts";

/** Units that neither run nor start with the host. */
export function unitsDisabled(units: readonly string[]): State<readonly string[]> {
  return defineState({
    resource: "units:unneeded",
    text: `disable and stop, where they are: ${units.join(", ")}`,
    settings: Object.fromEntries(units.map((unit) => [unit, "disabled"])),
    fact: enabledUnits,
    settle: (enabled) => enabled.filter((unit) => !units.includes(unit)),
  });
}
