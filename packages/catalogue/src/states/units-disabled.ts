import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { enabledUnits } from "../facts/enabled-units.ts";

/** Units that neither run nor start with the host. */
export function unitsDisabled(units: readonly string[]): State<readonly string[]> {
  return defineState({
    resource: "units:unneeded",
    text: `disable and stop, where they are: ${units.join(", ")}`,
    settings: Object.fromEntries(units.map((unit) => [unit, "disabled"])),
    fact: enabledUnits,
    settle: (enabled) => enabled.filter((unit) => !units.includes(unit)),
    bring: disable,
    costs: "Whoever uses one of these services has to declare its port in the service file first.",
    risk: "A service that somebody uses and nobody declared stops at once.",
  });
}

function disable(settings: Settings, enabled: readonly string[]): readonly Change[] {
  return enabled
    .filter((unit) => settings[unit] === "disabled")
    .map((unit) => ({ kind: "unit", unit, enabled: false, active: false }));
}
