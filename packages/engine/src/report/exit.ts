import type { Audit, BreachAnswer, ControlVerdict } from "../audit.ts";

/**
 * Exit codes of `secondlock audit`.
 * 0: nothing that you asked to fail on. 1: a fail-on condition is met. 2: the command line or the service file is wrong.
 * 3: a target could not be read, or not to its end. 4: an error inside Secondlock. 5: a change was not made, or taken back.
 * 130: stopped with Ctrl-C.
 */
export const exitCodes = {
  fine: 0,
  failed: 1,
  usage: 2,
  unreadable: 3,
  internal: 4,
  unchanged: 5,
  stopped: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const failOnWords = ["broken", "contradiction", "unknown", "answer:no"] as const;
export type FailOn = (typeof failOnWords)[number];

export type FailOnParsed =
  | { readonly ok: true; readonly failOn: readonly FailOn[] }
  | { readonly ok: false; readonly because: string; readonly hint: string };

function isFailOn(word: string): word is FailOn {
  return (failOnWords as readonly string[]).includes(word);
}

/** Reads `--fail-on broken,answer:no`; `none` stands alone. */
export function parseFailOn(text: string): FailOnParsed {
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  if (words.length === 1 && words[0] === "none") return { ok: true, failOn: [] };
  const wrong = words.find((word) => !isFailOn(word));
  if (wrong !== undefined) {
    const because =
      wrong === "none"
        ? '"none" cannot stand beside other conditions'
        : `"${wrong.slice(0, 60)}" is nothing that an audit can fail on`;
    return { ok: false, because, hint: `use none, or a comma list of ${failOnWords.join(", ")}` };
  }
  return { ok: true, failOn: [...new Set(words.filter(isFailOn))] };
}

const verdictConditions: Readonly<Record<Exclude<FailOn, "answer:no">, readonly ControlVerdict["verdict"][]>> = {
  // Luck is a broken inside and a contradiction is worse than broken: neither may pass a gate that asks for this.
  broken: ["broken", "luck", "contradiction"],
  contradiction: ["contradiction"],
  unknown: ["unknown"],
};

function meetsVerdict(verdict: ControlVerdict, failOn: readonly FailOn[]): boolean {
  if (verdict.exception && !verdict.exception.expired) return false;
  if (
    verdict.exception?.expired &&
    failOn.includes("broken") &&
    verdict.verdict !== "proven" &&
    verdict.verdict !== "not applicable"
  )
    return true;
  return failOn.some(
    (condition) => condition !== "answer:no" && verdictConditions[condition].includes(verdict.verdict),
  );
}

function meetsAnswer(answer: BreachAnswer, failOn: readonly FailOn[]): boolean {
  return failOn.includes("answer:no") && answer.answer === "no";
}

function keyOf(verdict: ControlVerdict): string {
  return JSON.stringify([verdict.control, verdict.target]);
}

/** What meets the conditions; given a previous audit, only what did not meet them then. */
export function failures(
  audit: Audit,
  failOn: readonly FailOn[],
  previous?: Audit,
): { readonly verdicts: readonly ControlVerdict[]; readonly answers: readonly BreachAnswer[] } {
  const verdictsBefore = new Set(previous?.verdicts.filter((verdict) => meetsVerdict(verdict, failOn)).map(keyOf));
  const answersBefore = new Set(
    previous?.answers.filter((answer) => meetsAnswer(answer, failOn)).map((answer) => answer.breach),
  );
  return {
    verdicts: audit.verdicts.filter((verdict) => meetsVerdict(verdict, failOn) && !verdictsBefore.has(keyOf(verdict))),
    answers: audit.answers.filter((answer) => meetsAnswer(answer, failOn) && !answersBefore.has(answer.breach)),
  };
}

/** A met condition comes before an unreadable target: it is what was asked for. `previous` belongs to `--since`. */
export function exitCode(audit: Audit, failOn: readonly FailOn[], previous?: Audit): ExitCode {
  const { verdicts, answers } = failures(audit, failOn, previous);
  if (verdicts.length > 0 || answers.length > 0) return exitCodes.failed;
  return audit.targets.some((target) => target.because !== undefined) ? exitCodes.unreadable : exitCodes.fine;
}
