import { type Change, defineState, type Look, type Settings, type State } from "@secondlock/model";
import { type Clock, clock } from "../facts/clock.ts";
import { systemUnits, unitOf } from "../facts/system-units.ts";

/** The system's own time client follows its sources. */
export function clockInStep(): State<Clock> {
  return defineState({
    resource: "clock",
    text: "the host's own time client runs and follows its sources",
    settings: { ntp: "true" },
    fact: clock,
    settle: () => ({ synchronised: true }),
    bring: timeClient,
    risk: "A clock that was wrong jumps or runs faster once, and what counts on the time in between sees it; where port 123/udp is closed it stays wrong.",
  });
}

/**
 * Debian's own client, whose package rules out every other one: where it is there, it is the one. chrony told the offset,
 * so it runs already, and finds its way back by itself or by hand (chronyc makestep).
 */
function timeClient(_settings: Settings, { synchronised, offset }: Clock, look?: Look): readonly Change[] {
  if (synchronised === true || offset !== undefined) return [];
  const unit = "systemd-timesyncd.service";
  const { active, enabled } = unitOf(look?.(systemUnits) ?? {}, unit);
  return active && enabled ? [] : [{ kind: "unit", unit, enabled: true, active: true }];
}
