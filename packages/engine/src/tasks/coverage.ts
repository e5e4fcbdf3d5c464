import type { Verdict } from "@secondlock/model";
import type { ControlVerdict, Coverage } from "../audit.ts";
import type { Snapshot } from "../collect/collect.ts";

/** Counts what an audit saw and what it did not, host by host, so that a fleet need not be held in memory. */
export interface CoverageCount {
  readonly add: (snapshot: Snapshot, verdicts: readonly ControlVerdict[]) => void;
  readonly result: (notSeenYet: readonly string[]) => Coverage;
}

export function countCoverage(controls: number): CoverageCount {
  const verdicts: Record<Verdict, number> = {
    proven: 0,
    contradiction: 0,
    luck: 0,
    broken: 0,
    claimed: 0,
    unknown: 0,
    "not applicable": 0,
    "not seen yet": 0,
  };
  const unseen = new Map<string, number>();
  const miss = (because: string): void => void unseen.set(because, (unseen.get(because) ?? 0) + 1);
  let factsRead = 0;
  let factsAsked = 0;
  let attemptsMade = 0;
  let attemptsRefused = 0;
  return {
    add(snapshot, judged) {
      for (const { reading } of snapshot.facts.values()) {
        factsAsked += 1;
        if (reading.known) factsRead += 1;
      }
      for (const verdict of judged) {
        verdicts[verdict.verdict] += 1;
        if (verdict.inside.outcome === "unreadable") miss(verdict.inside.because);
        for (const { outside, outsideBecause } of verdict.instances) {
          if (outside === "not attempted" || verdict.verdict === "not applicable") continue;
          if (outside === "inconclusive") miss(outsideBecause);
          attemptsMade += 1;
          if (outside === "refused") attemptsRefused += 1;
        }
      }
    },
    result: (notSeenYet) => ({
      controls,
      verdicts,
      factsRead,
      factsAsked,
      unseen: [...unseen]
        .map(([because, count]) => ({ because, count }))
        .toSorted((a, b) => b.count - a.count || (a.because < b.because ? -1 : 1)),
      attemptsMade,
      attemptsRefused,
      notSeenYet,
    }),
  };
}
