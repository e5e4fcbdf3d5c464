import { broken, byHand, defineControl, holds, onlyWhere } from "@secondlock/model";
import { applicationUnits, type UnitProperties } from "../../facts/application-units.ts";

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
      : holds(`${units.map((unit) => unit["Id"]).join(", ")}: all five bounds`);
  },
  attempt: { none: "code would have to be run in the application" },
  fix: () => [
    byHand(
      "systemctl edit NAME: NoNewPrivileges=yes, ProtectSystem=strict, ProtectHome=yes, PrivateTmp=yes, PrivateDevices=yes, and ReadWritePaths= for what it writes.",
    ),
  ],
  lock: (host) => ({ stops: ["change"], domains: [`host:${host.id}`] }),
  references: ["man systemd.exec", "man systemd-analyze (security)"],
});
