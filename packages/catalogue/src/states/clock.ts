import { defineState, type State } from "@secondlock/model";
import { type Clock, clock } from "../facts/clock.ts";

/** The system's own time client follows its sources. */
export function clockInStep(): State<Clock> {
  return defineState({
    resource: "clock",
    text: "timedatectl set-ntp true",
    settings: { ntp: "true" },
    fact: clock,
    settle: () => ({ synchronised: true }),
  });
}
