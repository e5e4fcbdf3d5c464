import { broken, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { clock } from "../../facts/clock.ts";
import { runningKernel } from "../../facts/running-kernel.ts";
import { clockInStep } from "../../states/clock.ts";

const mostSeconds = 1;

export const timeSynchronised = defineControl({
  id: "time-synchronised",
  title: "The clock is in step",
  why: "One-time codes, certificates and every log that is compared with another depend on the right time.",
  severity: "medium",
  area: "kernel",
  covers: ["R023"],
  applies: everyHost,
  facts: { clock, kernel: runningKernel },
  verdict({ clock: { synchronised, offset }, kernel: { container } }) {
    if (synchronised === false && container !== undefined)
      return undecided(`in a container (${container}) the clock is the outer machine's`);
    if (synchronised === false) return broken("the clock follows no source");
    if (offset !== undefined && offset > mostSeconds) return broken(`the clock is ${offset.toFixed(1)} s off`);
    return holds(offset === undefined ? "the clock follows its source" : `the clock is ${offset.toFixed(3)} s off`);
  },
  attempt: { none: "a false time would have to be announced to the host" },
  fix: () => [clockInStep()],
  references: ["CIS Debian 12 2.3", "man timedatectl"],
});
