import type { Audit, BreachAnswer, LockReport } from "../audit.ts";
import { answerMark, markWidth } from "./marks.ts";
import { answerCounts } from "./overall.ts";
import { hanging, heading, type Paper } from "./paper.ts";
import { answerMeanings, answerOrder, happening } from "./words.ts";

const labelWidth = 13;
const mostLocks = 4;

/** `SSH accepts keys only (app-1, ada)`. */
export function lockTitle(lock: LockReport): string {
  const instance = lock.instance?.replace(/^(?:account|host|person):/, "").replace(/^port:/, "port ");
  const where = [lock.host, instance].filter((part) => part !== undefined && part !== "host");
  return where.length > 0 ? `${lock.title} (${where.join(", ")})` : lock.title;
}

function locksText(locks: readonly LockReport[]): string {
  const more = locks.length - mostLocks;
  return [...locks.slice(0, mostLocks).map(lockTitle), ...(more > 0 ? [`${more} more`] : [])].join(" + ");
}

/** Worst first; among the same, those first that something in this service depends on. */
export function inOrder(answers: readonly BreachAnswer[]): readonly BreachAnswer[] {
  return answerOrder.flatMap((answer) => {
    const same = answers.filter((each) => each.answer === answer);
    return [...same.filter(({ weakest }) => weakest), ...same.filter(({ weakest }) => !weakest)];
  });
}

/** The reason alone: the answer's bounds and its way have rows of their own. */
function reason({ because, weakest }: BreachAnswer): string {
  const lead = weakest ? `${weakest.title}: ` : "";
  const start = lead === "" ? -1 : because.indexOf(lead);
  return start === -1 ? because : because.slice(start + lead.length);
}

function doubtful(answer: BreachAnswer): readonly (readonly [string, string])[] {
  const unsure = answer.weakest?.holding.filter((lock) => lock.standing !== "proven") ?? [];
  return [
    ["claimed only", locksText(unsure.filter((lock) => lock.standing === "claimed"))],
    ["not seen", locksText(unsure.filter((lock) => lock.standing !== "claimed"))],
  ];
}

/** What a reader needs to believe an answer, as label and text. Shared by the reports for people. */
export function answerRows(answer: BreachAnswer): readonly (readonly [string, string])[] {
  const { bounds, weakest } = answer;
  const titles = locksText(answer.locks);
  if (answer.answer === "yes")
    return [[answer.locks.length === 2 ? "two locks" : "locks", titles === "" ? reason(answer) : titles]];
  const down = weakest?.missing.filter((lock) => lock.standing === "down") ?? [];
  const notKnown = answer.answer === "not known";
  const rows: readonly (readonly [string, string])[] = [
    [
      "between",
      notKnown
        ? `"${bounds.proven}" with the proven locks alone, and "${bounds.possible}" if every other lock holds too`
        : "",
    ],
    ["weakest way", weakest?.title ?? ""],
    ["because", reason(answer)],
    [answer.locks.length > 1 ? "locks left" : "last lock", answer.answer === "one lock left" ? titles : ""],
    ["missing", locksText(down)],
    ...(notKnown ? doubtful(answer) : []),
  ];
  return rows.filter(([, text]) => text !== "");
}

/** Answers that are told in the same words, so that they are told once. */
export function answerGroups(
  answers: readonly BreachAnswer[],
): readonly (readonly [BreachAnswer, ...BreachAnswer[]])[] {
  const groups = Map.groupBy(inOrder(answers), (answer) => JSON.stringify([answer.answer, answerRows(answer)]));
  return [...groups.values()].flatMap(([first, ...others]) => (first ? [[first, ...others] as const] : []));
}

function marked(paper: Paper, answer: BreachAnswer, text: string, strong: boolean): readonly string[] {
  const lead = " ".repeat(markWidth + 2);
  const [first = "", ...others] = hanging(paper, lead, text, strong ? { text: "strong" } : {});
  return [`  ${answerMark(paper, answer.answer)}${first.slice(lead.length)}`, ...others];
}

/** The one thing to know about an answer at a glance. */
function gist(answer: BreachAnswer): readonly [label: string, text: string] {
  if (answer.answer === "yes") return ["held by ", answerRows(answer)[0]?.[1] ?? ""];
  if (answer.answer === "one lock left") return ["last lock: ", locksText(answer.locks)];
  if (answer.answer === "no") return ["open: ", answer.weakest?.title ?? ""];
  return ["", answer.weakest ? "" : reason(answer)];
}

function gistLines(paper: Paper, label: string, text: string): readonly string[] {
  if (text === "") return [];
  return hanging(paper, `${" ".repeat(markWidth + 2)}${label}`, text, { lead: "faint", text: "faint" });
}

function overviewLines(paper: Paper, answer: BreachAnswer): readonly string[] {
  return [...marked(paper, answer, happening(answer.question), false), ...gistLines(paper, ...gist(answer))];
}

/** Questions about what nobody has declared differ in nothing but their title, so that they are one entry, after all others. */
function undeclaredLines(paper: Paper, answers: readonly BreachAnswer[]): readonly string[] {
  const [first] = answers;
  if (!first) return [];
  const titles = answers.map(({ question }) => happening(question)).join("; ");
  const these = answers.length === 1 ? "this" : "these";
  return [
    ...marked(paper, first, titles, false),
    ...gistLines(
      paper,
      "",
      `no service file declares what ${these === "this" ? "this asks" : "these ask"} about (secondlock init writes one)`,
    ),
  ];
}

function isUndeclared({ answer, weakest }: BreachAnswer): boolean {
  return answer === "not known" && !weakest;
}

function legendLines(paper: Paper, audit: Audit): readonly string[] {
  const counts = answerCounts(audit);
  return answerOrder
    .filter((answer) => counts[answer] > 0)
    .map(
      (answer) =>
        `  ${answerMark(paper, answer)}${String(counts[answer]).padStart(2)}  ${paper.ink("faint", answerMeanings[answer])}`,
    );
}

function titled(answer: BreachAnswer): string {
  return answer.instance === "" ? happening(answer.question) : `${happening(answer.question)}: ${answer.instance}`;
}

function detailLines(paper: Paper, group: readonly [BreachAnswer, ...BreachAnswer[]]): readonly string[] {
  const indent = " ".repeat(markWidth + 2);
  const [first, ...others] = group;
  return [
    "",
    ...marked(paper, first, titled(first), true),
    ...others.flatMap((answer) => hanging(paper, indent, titled(answer), { text: "strong" })),
    ...answerRows(first).flatMap(([label, text]) =>
      hanging(paper, `    ${label.padEnd(labelWidth)}  `, text, { lead: "faint" }),
    ),
  ];
}

/** Most answers explained in full where not everything is wanted. */
const mostDetails = 5;

export function questionLines(paper: Paper, audit: Audit, all: boolean): readonly string[] {
  const title = heading(paper, "If this happens, are you still safe?");
  if (audit.answers.length === 0)
    return [...title, "  No question could be answered: the service file names nothing to lose."];
  // an answer without a way has nothing to explain that its line does not say
  const groups = answerGroups(audit.answers.filter((answer) => answer.answer !== "yes" && (all || answer.weakest)));
  const open = all ? groups : groups.slice(0, mostDetails);
  const more = groups.length - open.length;
  const ordered = inOrder(audit.answers);
  const undeclared = all ? [] : ordered.filter(isUndeclared);
  return [
    ...title,
    ...legendLines(paper, audit),
    "",
    ...ordered.filter((answer) => !undeclared.includes(answer)).flatMap((answer) => overviewLines(paper, answer)),
    ...undeclaredLines(paper, undeclared),
    ...(open.length > 0
      ? [...heading(paper, "Why not yes"), ...open.flatMap((group) => detailLines(paper, group)).slice(1)]
      : []),
    ...(more > 0 ? ["", `  and ${more} more: --all explains each`] : []),
  ];
}
