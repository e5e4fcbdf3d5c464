import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { lastOf, taggedLines } from "./tagged-lines.ts";

export interface Clock {
  /** Whether the kernel knows its clock to be in step; absent when nothing can tell. */
  readonly synchronised?: boolean;
  /** Seconds off by the time daemon's own account; absent when it does not say. */
  readonly offset?: number;
}

const script = String.raw`timedatectl show -p NTPSynchronized 2>/dev/null | sed -n 's/^NTPSynchronized=/synchronised /p'
chronyc -c tracking 2>/dev/null | awk -F, 'NF > 5 { print "offset", $5 }'
echo end`;

export const clock = defineFact<Clock>({
  id: "clock",
  title: "the clock",
  reads: () => ({ clock: { argv: ["sh", "-c", script], root: false } }),
  parse(raw): Reading<Clock> {
    const tagged = taggedLines(raw, "clock");
    if (!tagged.known) return tagged;
    const synchronised = lastOf(tagged.value, "synchronised");
    const offset = Number(lastOf(tagged.value, "offset") ?? Number.NaN);
    if (synchronised === undefined && Number.isNaN(offset))
      return unreadable("nothing on the host can say whether its clock is in step");
    return known({
      ...(synchronised === undefined ? {} : { synchronised: synchronised === "yes" }),
      ...(Number.isFinite(offset) ? { offset: Math.abs(offset) } : {}),
    });
  },
});
