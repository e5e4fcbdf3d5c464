import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { type OpenerUnit, openerUnits } from "../facts/opener-units.ts";
import { managedFile } from "./managed-file.ts";

/** What opens a sealed file leaves no copy of its memory: no core dump, and nothing of it in swap (man systemd.exec, systemd.resource-control). */
export function openerMemoryKept(): State<readonly OpenerUnit[]> {
  return defineState({
    resource: "units:opener",
    text: "LimitCORE=0 and MemorySwapMax=0 for the units that open sealed files",
    settings: { LimitCORE: "0", MemorySwapMax: "0" },
    fact: openerUnits,
    settle: (units) => units.map((unit) => ({ ...unit, coreLimit: "0", swapLimit: "0" })),
    bring: dropIns,
    costs: "The application starts anew once; when memory runs short it is ended rather than slowed down.",
  });
}

function dropIns(settings: Settings, units: readonly OpenerUnit[]): readonly Change[] {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return units
    .filter(({ coreLimit, swapLimit }) => coreLimit !== "0" || swapLimit !== "0")
    .flatMap(({ unit, active, state }): readonly Change[] => [
      managedFile(
        `/etc/systemd/system/${unit}.d/50-secondlock-opener.conf`,
        "no copy of opened secrets on the disk.",
        ["[Service]", ...lines],
        { reload: "systemd" },
      ),
      { kind: "unit", unit, enabled: /^(enabled|static|indirect|generated)/.test(state), active, restart: true },
    ]);
}
