import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { enabledUnits } from "../facts/enabled-units.ts";

/**
 * Units that neither run nor start with the host. Somebody may be using one: nothing is stopped unless somebody names the
 * control (`--only no-unneeded-services`), and each is asked about then; `--yes` beside `--only` is a yes to each.
 */
export function unitsDisabled(units: readonly string[]): State<readonly string[]> {
  return defineState({
    resource: "units:unneeded",
    text: `disable and stop, where they are: ${units.join(", ")}`,
    settings: Object.fromEntries(units.map((unit) => [unit, "disabled"])),
    fact: enabledUnits,
    settle: (enabled) => enabled.filter((unit) => !units.includes(unit)),
    bring: disable,
    asks: true,
    notes: (enabled) =>
      enabled
        .filter((unit) => units.includes(unit))
        .map(
          (unit) =>
            `${unit} starts with the host: declare its port with the reason, or let secondlock harden --only no-unneeded-services stop it.`,
        ),
    costs: "Whoever uses one of these services has to declare its port in the service file first.",
    risk: "A service that somebody uses and nobody declared stops at once.",
  });
}

function disable(settings: Settings, enabled: readonly string[]): readonly Change[] {
  return enabled
    .filter((unit) => settings[unit] === "disabled")
    .map((unit) => ({ kind: "unit", unit, enabled: false, active: false }));
}
