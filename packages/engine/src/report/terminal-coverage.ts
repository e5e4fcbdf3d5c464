import type { Verdict } from "@secondlock/model";
import type { Audit, ControlVerdict, TargetReport } from "../audit.ts";
import { markWidth, verdictMark } from "./marks.ts";
import { overall } from "./overall.ts";
import { hanging, heading, pad, type Paper } from "./paper.ts";
import { targetText } from "./target-text.ts";
import { manyTargets } from "./terminal-controls.ts";
import { count, listOf, verdictMeanings, verdictOrder } from "./words.ts";

const label = 14;
const mostReasons = 8;
const mostExceptions = 10;

function labelled(paper: Paper, name: string, text: string): readonly string[] {
  return hanging(paper, `  ${pad(name, label)}`, text, { lead: "faint" });
}

function verdictLines(paper: Paper, counts: Readonly<Record<Verdict, number>>): readonly string[] {
  const used = verdictOrder.filter((verdict) => counts[verdict] > 0);
  const digits = Math.max(3, ...used.map((verdict) => counts[verdict].toLocaleString("en-GB").length));
  return used.flatMap((verdict) => {
    const number = counts[verdict].toLocaleString("en-GB").padStart(digits);
    const lead = " ".repeat(2 + markWidth);
    const [first = "", ...others] = hanging(paper, `${lead}${number}  `, verdictMeanings[verdict], { text: "faint" });
    return [`  ${verdictMark(paper, verdict)}${first.slice(lead.length)}`, ...others];
  });
}

function withSystem(target: TargetReport): string {
  return target.state === "read" ? `${target.system}, ${targetText(target)}` : targetText(target);
}

function targetLines(paper: Paper, targets: readonly TargetReport[]): readonly string[] {
  const lost = targets.filter((target) => target.state === "unreachable");
  const ordinary = targets.filter((target) => target.state === "read" && !target.asRoot);
  if (targets.length <= manyTargets) {
    const width = Math.min(24, Math.max(label, ...targets.map((target) => target.id.length + 2)));
    return targets.flatMap((target) =>
      hanging(paper, `  ${pad(target.id, width)}`, withSystem(target), { lead: "faint" }),
    );
  }
  const reasons = Map.groupBy(lost, (target) => target.because ?? "no reason given");
  const ranked = [...reasons].toSorted(([, one], [, other]) => other.length - one.length);
  return [
    ...labelled(
      paper,
      "targets",
      `${(targets.length - lost.length).toLocaleString("en-GB")} of ${targets.length.toLocaleString("en-GB")} read, ${ordinary.length.toLocaleString("en-GB")} of them without root`,
    ),
    ...ranked.slice(0, mostReasons).flatMap(([because, group]) =>
      labelled(
        paper,
        "not read",
        `${because}: ${listOf(
          group.map((target) => target.id),
          3,
        )}`,
      ),
    ),
  ];
}

function exceptionLines(paper: Paper, verdicts: readonly ControlVerdict[]): readonly string[] {
  const excepted = verdicts.filter((verdict) => verdict.exception);
  const expiredFirst = excepted.toSorted(
    (one, other) => Number(other.exception?.expired) - Number(one.exception?.expired),
  );
  const lines = expiredFirst.slice(0, mostExceptions).flatMap((verdict) => {
    const expired = verdict.exception?.expired === true;
    const state = expired ? `expired on ${verdict.exception?.until}` : `accepted until ${verdict.exception?.until}`;
    const text = `${verdict.title}, on ${verdict.target} (${verdict.verdict}): ${state}. ${verdict.exception?.reason ?? ""}`;
    return hanging(paper, `  ${pad(expired ? "exception !" : "exception", label)}`, text, {
      lead: expired ? "warn" : "faint",
    });
  });
  const more = excepted.length - mostExceptions;
  return more > 0 ? [...lines, ...labelled(paper, "", `and ${count(more, "more exception")}`)] : lines;
}

function unseenLines(paper: Paper, audit: Audit): readonly string[] {
  const { unseen, notSeenYet } = audit.coverage;
  const rows = unseen
    .slice(0, mostReasons)
    .flatMap(({ because, count: times }, index) =>
      labelled(
        paper,
        index === 0 ? "not seen" : "",
        `${times.toLocaleString("en-GB")} × ${because}`.replace("×", paper.ascii ? "x" : "×"),
      ),
    );
  const more = unseen.slice(mostReasons).reduce((sum, { count: times }) => sum + times, 0);
  return [
    ...rows,
    ...(more > 0 ? labelled(paper, "", `${more.toLocaleString("en-GB")} for other reasons`) : []),
    ...(notSeenYet.length > 0 ? labelled(paper, "not seen yet", listOf(notSeenYet, 4)) : []),
  ];
}

/** The end is what stays on the screen: it says what to do now. */
function nextLines(paper: Paper, audit: Audit, all: boolean): readonly string[] {
  const [first] = audit.fixFirst;
  const next = first ? `start with secondlock explain ${first.control}` : "";
  const declare =
    audit.targets.length === 1 && audit.targets[0]?.reached === "this machine"
      ? "secondlock init writes a service file, with which attempts are made and more can be answered"
      : "";
  const steps = [next, all ? "" : "see every control with --all", declare].filter((step) => step !== "");
  return steps.length > 0
    ? ["", ...hanging(paper, "  Next: ", `${steps.join("; ")}.`, { lead: "faint", text: "faint" })]
    : [];
}

/** Counts, how much could not be seen and why, and the last sentence: never a pass while a part is unseen. */
export function coverageLines(paper: Paper, audit: Audit, all: boolean): readonly string[] {
  const { coverage } = audit;
  const end = overall(audit);
  const read = `${coverage.factsRead.toLocaleString("en-GB")} of ${coverage.factsAsked.toLocaleString("en-GB")} facts read`;
  const tried = `${count(coverage.attemptsMade, "attempt")} made, ${coverage.attemptsRefused.toLocaleString("en-GB")} refused`;
  return [
    ...heading(paper, "What was seen"),
    ...verdictLines(paper, coverage.verdicts),
    "",
    ...labelled(paper, "controls", `${count(coverage.controls, "control")}, ${read}, ${tried}`),
    ...targetLines(paper, audit.targets),
    ...exceptionLines(paper, audit.verdicts),
    ...unseenLines(paper, audit),
    "",
    ...hanging(paper, "  ", end.text, { text: end.pass ? "good" : "strong" }),
    ...nextLines(paper, audit, all),
  ];
}
