import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { type SystemUnits, systemUnits, unitOf } from "../../facts/system-units.ts";
import { servicesStartAgain } from "../../states/unit-drop-ins.ts";

const essential = ["ssh", "nginx", "apache2", "caddy", "haproxy", "mariadb", "mysql"].map((name) => `${name}.service`);

function runningOf(units: SystemUnits): readonly string[] {
  const databases = Object.keys(units).filter((unit) => /^postgresql@.+\.service$/.test(unit));
  return [...essential, ...databases].filter((unit) => unitOf(units, unit).active);
}

function stayDown(units: SystemUnits): readonly string[] {
  return runningOf(units).filter((unit) => ["", "no"].includes(unitOf(units, unit).restart));
}

export const processRestart = defineControl({
  id: "process-restart",
  title: "A service that fails starts again",
  why: "One crash at night, by chance or by attack, must not take the service down until somebody wakes up.",
  severity: "low",
  area: "logging",
  covers: ["R092", "R067"],
  applies: everyHost,
  facts: { units: systemUnits },
  verdict({ units }) {
    const running = runningOf(units);
    const left = stayDown(units);
    if (left.length > 0) return broken(`stay down after a crash: ${left.join(", ")}`);
    return holds(running.length === 0 ? "no essential service runs here" : `start again: ${running.join(", ")}`);
  },
  attempt: { none: "a service would have to be killed; a drill does that" },
  fix: () => [servicesStartAgain(stayDown)],
  references: ["man systemd.service"],
});
