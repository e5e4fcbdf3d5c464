import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { systemUnits, unitOf } from "../../facts/system-units.ts";
import { unitEnabled } from "../../states/unit-enabled.ts";

const timers = ["apt-daily.timer", "apt-daily-upgrade.timer"] as const;

export const updateTimersActive = defineControl({
  id: "update-timers-active",
  title: "The timers that fetch and install updates run",
  why: "The settings of apt do nothing by themselves: two timers start the work, and a stopped timer stops it in silence.",
  severity: "medium",
  area: "updates",
  covers: ["R065", "R066"],
  applies: everyHost,
  facts: { units: systemUnits },
  verdict({ units }) {
    const off = timers.filter((timer) => !unitOf(units, timer).active || !unitOf(units, timer).enabled);
    return off.length > 0
      ? broken(`not running or not enabled: ${off.join(", ")}`)
      : holds("both timers are active and enabled");
  },
  attempt: { none: "a timer cannot be tried without running it" },
  fix: () => timers.map((timer) => unitEnabled(timer)),
  references: ["man apt.systemd.daily"],
});
