import { broken, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { runningKernel } from "../../facts/running-kernel.ts";
import { systemUnits, unitOf } from "../../facts/system-units.ts";
import { unitEnabled } from "../../states/unit-enabled.ts";
import { unitStopped } from "../../states/unit-stopped.ts";

const daemons = ["chrony.service", "ntpsec.service", "ntp.service", "openntpd.service", "systemd-timesyncd.service"];
const [, ...rivals] = daemons.toReversed();

export const oneTimeDaemon = defineControl({
  id: "one-time-daemon",
  title: "Exactly one program sets the clock",
  why: "Two of them pull the clock to and fro; with none it drifts until one-time codes fail.",
  severity: "low",
  area: "kernel",
  covers: ["R023"],
  applies: everyHost,
  facts: { units: systemUnits, kernel: runningKernel },
  verdict({ units, kernel: { container } }) {
    const active = daemons.filter((unit) => unitOf(units, unit).active);
    if (active.length === 1) return holds(`${active[0]} sets the clock`);
    if (active.length === 0 && container !== undefined)
      return undecided(`in a container (${container}) the clock is the outer machine's`);
    return broken(active.length === 0 ? "no time daemon runs" : `more than one runs: ${active.join(", ")}`);
  },
  attempt: { none: "which program sets the clock shows only on the host" },
  fix: () => [
    ...rivals.map((unit) => unitStopped(unit)),
    unitEnabled("systemd-timesyncd.service", { package: "systemd-timesyncd" }),
  ],
  references: ["CIS Debian 12 2.3.1"],
});
