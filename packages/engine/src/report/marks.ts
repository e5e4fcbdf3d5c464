import type { Answer, Verdict } from "@secondlock/model";
import { type Ink, type Paper, pad } from "./paper.ts";

interface Mark {
  readonly symbol: string;
  readonly ascii: string;
  readonly ink: Ink;
}

const answers: Readonly<Record<Answer, Mark>> = {
  no: { symbol: "✗", ascii: "x", ink: "bad" },
  "one lock left": { symbol: "1", ascii: "1", ink: "warn" },
  "not known": { symbol: "?", ascii: "?", ink: "open" },
  yes: { symbol: "✓", ascii: "+", ink: "good" },
};

const verdicts: Readonly<Record<Verdict, Mark>> = {
  contradiction: { symbol: "!", ascii: "!", ink: "bad" },
  broken: { symbol: "✗", ascii: "x", ink: "bad" },
  luck: { symbol: "~", ascii: "~", ink: "warn" },
  unknown: { symbol: "?", ascii: "?", ink: "open" },
  "not seen yet": { symbol: "…", ascii: ".", ink: "open" },
  claimed: { symbol: "·", ascii: "o", ink: "plain" },
  proven: { symbol: "✓", ascii: "+", ink: "good" },
  "not applicable": { symbol: "–", ascii: "-", ink: "faint" },
};

/** Columns of a mark with its word: the longest is `one lock left` or `not applicable`. */
export const markWidth = 17;

function marked(paper: Paper, mark: Mark, word: string): string {
  return paper.ink(mark.ink, pad(`${paper.ascii ? mark.ascii : mark.symbol} ${word}`, markWidth));
}

/** Symbol and word, so that a colour is never the only signal. */
export function answerMark(paper: Paper, answer: Answer): string {
  return marked(paper, answers[answer], answer);
}

export function verdictMark(paper: Paper, verdict: Verdict): string {
  return marked(paper, verdicts[verdict], verdict);
}
