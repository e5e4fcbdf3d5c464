import type { Answer, Verdict } from "@secondlock/model";
import { escaped } from "./markup.ts";

const answerClasses: Readonly<Record<Answer, readonly [string, string]>> = {
  no: ["bad", "✗"],
  "one lock left": ["warn", "1"],
  "not known": ["open", "?"],
  yes: ["good", "✓"],
};

const verdictClasses: Readonly<Record<Verdict, readonly [string, string]>> = {
  contradiction: ["bad", "!"],
  broken: ["bad", "✗"],
  luck: ["warn", "~"],
  unknown: ["open", "?"],
  "not seen yet": ["open", "…"],
  claimed: ["plain", "·"],
  proven: ["good", "✓"],
  "not applicable": ["plain", "–"],
};

export function answerClass(answer: Answer): string {
  return answerClasses[answer][0];
}

function badge([tone, symbol]: readonly [string, string], word: string): string {
  return `<span class="badge ${tone}"><span aria-hidden="true">${symbol}</span> ${escaped(word)}</span>`;
}

export function answerBadge(answer: Answer): string {
  return badge(answerClasses[answer], answer);
}

export function verdictBadge(verdict: Verdict): string {
  return badge(verdictClasses[verdict], verdict);
}

export function definitions(rows: readonly (readonly [string, string])[]): string {
  const kept = rows
    .filter(([, text]) => text !== "")
    .map(([label, text]) => `<dt>${escaped(label)}</dt><dd>${escaped(text)}</dd>`);
  return kept.length > 0 ? `<dl>${kept.join("")}</dl>` : "";
}

export function explain(control: string): string {
  return `<code>secondlock explain ${escaped(control)}</code>`;
}
