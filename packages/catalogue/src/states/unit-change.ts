import type { Change, Settings } from "@secondlock/model";
import { type SystemUnits, unitOf } from "../facts/system-units.ts";

/** What states on one unit settle: whether it runs and starts with the host, and the package that brings it. */
export function unitChange(settings: Settings, units: SystemUnits): readonly Change[] {
  const { unit = "", package: from } = settings;
  const wanted = { enabled: settings["enabled"] === "yes", active: settings["active"] === "yes" };
  const before = unitOf(units, unit);
  const installs = !before.loaded && from !== undefined;
  // one that is not there, and that nothing brings, cannot be enabled or stopped
  if (!before.loaded && !installs) return [];
  const differs = before.enabled !== wanted.enabled || before.active !== wanted.active;
  return [
    ...(installs ? [{ kind: "package", package: from, wanted: "installed" } as const] : []),
    ...(differs ? [{ kind: "unit", unit, ...wanted } as const] : []),
  ];
}
