import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { systemUnits, unitOf } from "../../facts/system-units.ts";

const essential = ["ssh", "nginx", "apache2", "caddy", "haproxy", "mariadb", "mysql"].map((name) => `${name}.service`);

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
    const databases = Object.keys(units).filter((unit) => /^postgresql@.+\.service$/.test(unit));
    const running = [...essential, ...databases].filter((unit) => unitOf(units, unit).active);
    const left = running.filter((unit) => ["", "no"].includes(unitOf(units, unit).restart));
    if (left.length > 0) return broken(`stay down after a crash: ${left.join(", ")}`);
    return holds(running.length === 0 ? "no essential service runs here" : `start again: ${running.join(", ")}`);
  },
  attempt: { none: "a service would have to be killed; a drill does that" },
  fix: () => [byHand("Give each of them a drop-in with Restart=on-failure and RestartSec=5 (systemctl edit NAME).")],
  references: ["man systemd.service"],
});
