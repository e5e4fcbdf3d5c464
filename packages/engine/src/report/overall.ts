import type { Answer } from "@secondlock/model";
import type { Audit } from "../audit.ts";
import { count, listOf } from "./words.ts";

export interface Overall {
  readonly pass: boolean;
  /** One sentence, for the end of a report. */
  readonly text: string;
}

export function answerCounts(audit: Pick<Audit, "answers">): Readonly<Record<Answer, number>> {
  const counts = { no: 0, "one lock left": 0, "not known": 0, yes: 0 };
  for (const { answer } of audit.answers) counts[answer] += 1;
  return counts;
}

/** What stands against an overall pass. A part that nobody has looked at comes first: it is what a reader forgets. */
function obstacles(audit: Audit): readonly string[] {
  const { notSeenYet, verdicts } = audit.coverage;
  const notYes = audit.answers.length - answerCounts(audit).yes;
  const judged = Object.values(verdicts).reduce((sum, number) => sum + number, 0) - verdicts["not applicable"];
  const notProven = judged - verdicts.proven;
  const unreachable = audit.targets.filter((target) => target.state === "unreachable").length;
  const partly = audit.targets.filter((target) => target.state === "read" && target.because !== undefined).length;
  const exceptions = audit.verdicts.filter((verdict) => verdict.exception).length;
  const found: readonly (readonly [boolean, string])[] = [
    [
      notSeenYet.length > 0,
      `${notSeenYet.length <= 3 ? listOf(notSeenYet) : count(notSeenYet.length, "part")} ${notSeenYet.length === 1 ? "is" : "are"} not seen yet`,
    ],
    [audit.targets.length === 0, "no target was audited"],
    [unreachable > 0, `${count(unreachable, "target")} could not be read`],
    [partly > 0, `${count(partly, "target")} could be read only in part`],
    [audit.answers.length === 0, "no question was answered"],
    [notYes > 0, `${notYes} of ${count(audit.answers.length, "answer")} ${notYes === 1 ? "is" : "are"} not yes`],
    [judged === 0, "no verdict was reached"],
    [
      notProven > 0,
      `${notProven.toLocaleString("en-GB")} of ${count(judged, "verdict")} ${notProven === 1 ? "is" : "are"} not proven`,
    ],
    [exceptions > 0, `${count(exceptions, "exception")} ${exceptions === 1 ? "stands" : "stand"}`],
  ];
  return found.filter(([against]) => against).map(([, text]) => text);
}

/** R268: no overall pass while any half of the service is unseen. */
export function overall(audit: Audit): Overall {
  const [first, ...others] = obstacles(audit);
  if (first === undefined)
    return { pass: true, text: "Overall pass: every answer is yes, every control is proven, and every part was seen." };
  return { pass: false, text: `No overall pass: ${first}${others.length > 0 ? `; also ${listOf(others)}` : ""}.` };
}
