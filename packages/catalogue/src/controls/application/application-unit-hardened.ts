import { broken, defineControl, holds, onlyWhere } from "@secondlock/model";
import { applicationUnits, type UnitProperties } from "../../facts/application-units.ts";
import { applicationBounded } from "../../states/unit-drop-ins.ts";

const wanted: Readonly<Record<string, readonly string[]>> = {
  NoNewPrivileges: ["yes"],
  ProtectSystem: ["strict", "full"],
  ProtectHome: ["yes", "read-only", "tmpfs"],
  PrivateTmp: ["yes"],
  PrivateDevices: ["yes"],
};

function missing(unit: UnitProperties): readonly string[] {
  return Object.entries(wanted).flatMap(([name, good]) => (good.includes(unit[name] ?? "") ? [] : [name]));
}

/** With what systemd-analyze security says, 0 the best and 10 the worst. */
function shown({ Id = "", Exposure }: UnitProperties): string {
  return Exposure === undefined ? Id : `${Id} (exposure ${Exposure} of 10)`;
}

export const applicationUnitHardened = defineControl({
  id: "application-unit-hardened",
  title: "The service manager keeps the application within its bounds",
  why: "Five lines in its unit take away the system, the homes, the devices and every setuid program from whoever takes it over.",
  severity: "medium",
  area: "application",
  covers: ["R225", "R231"],
  applies: onlyWhere((host) => host.application !== undefined, "no application is declared"),
  facts: { units: applicationUnits },
  verdict({ units }) {
    if (units.length === 0) return broken("no unit runs the application, so nothing bounds it");
    const open = units.find((unit) => missing(unit).length > 0);
    return open
      ? broken(`${open["Id"] ?? "its unit"} lacks ${missing(open).join(", ")}`)
      : holds(`${units.map(shown).join(", ")}: all five bounds`);
  },
  attempt: { none: "code would have to be run in the application" },
  fix: (host) => [applicationBounded(host)],
  lock: (host) => ({ stops: ["change"], domains: [`host:${host.id}`] }),
  references: ["man systemd.exec", "man systemd-analyze (security)"],
});
