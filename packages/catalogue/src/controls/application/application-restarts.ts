import { broken, defineControl, holds, onlyWhere } from "@secondlock/model";
import { applicationUnits } from "../../facts/application-units.ts";
import { applicationStartsAgain } from "../../states/unit-drop-ins.ts";

export const applicationRestarts = defineControl({
  id: "application-restarts",
  title: "The application starts with the host, and again after a crash",
  why: "Otherwise one bad request at night, or a restart for a security update, takes the service down until somebody notices.",
  severity: "low",
  area: "application",
  covers: ["R092", "R226", "R067"],
  applies: onlyWhere((host) => host.application !== undefined, "no application is declared"),
  facts: { units: applicationUnits },
  verdict({ units }) {
    if (units.length === 0) return broken("no unit runs the application");
    const left = units.find((unit) => ["", "no"].includes(unit["Restart"] ?? ""));
    if (left) return broken(`${left["Id"] ?? "its unit"} stays down after a crash`);
    const off = units.find((unit) => !/^(enabled|static|indirect|generated)/.test(unit["UnitFileState"] ?? ""));
    return off
      ? broken(`${off["Id"] ?? "its unit"} does not start with the host`)
      : holds(units.map((unit) => `${unit["Id"]}: ${unit["Restart"]}`).join(", "));
  },
  attempt: { none: "the application would have to be killed; a drill does that" },
  fix: () => [applicationStartsAgain()],
  references: ["man systemd.service"],
});
