import type { Audit, ControlVerdict, FixFirst } from "../audit.ts";
import { columns, hanging, heading, type Paper, wrap } from "./paper.ts";
import { byWorst, count, happening, listOf, verdictRank } from "./words.ts";

const mostContradictions = 8;
const mostFixes = 5;

function contradictionGroups(
  verdicts: readonly ControlVerdict[],
): readonly (readonly [ControlVerdict, readonly string[]])[] {
  const groups = Map.groupBy(
    verdicts.filter((verdict) => verdict.verdict === "contradiction"),
    (verdict) => verdict.control,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [[first, group.map((verdict) => verdict.target)] as const] : [];
  });
}

function barred(paper: Paper, label: string, text: string): readonly string[] {
  const bar = paper.ink("bad", paper.ascii ? "|" : "┃");
  return wrap(text, paper.width - 5 - columns(label)).map(
    (line, index) => `  ${bar} ${paper.ink("faint", index === 0 ? label : " ".repeat(columns(label)))}${line}`,
  );
}

function contradiction(
  paper: Paper,
  [verdict, targets]: readonly [ControlVerdict, readonly string[]],
): readonly string[] {
  const vantages = verdict.outside.vantages.length > 0 ? ` (from ${listOf(verdict.outside.vantages)})` : "";
  return [
    ...barred(paper, "! contradiction  ", `${verdict.title}, on ${listOf(targets, 3)}`),
    ...barred(paper, "  inside says     ", verdict.inside.because),
    ...barred(paper, "  outside showed  ", `${verdict.outside.because}${vantages}`),
    ...barred(paper, "  read on         ", `secondlock explain ${verdict.control}`),
  ];
}

/** The worst news: what the configuration says is not what happens. Empty when there is none. */
export function contradictionLines(paper: Paper, audit: Audit): readonly string[] {
  const groups = contradictionGroups(audit.verdicts).toSorted(
    ([one, on], [other, others]) => byWorst(one, other) || others.length - on.length,
  );
  if (groups.length === 0) return [];
  const more = groups.length - mostContradictions;
  const entries = groups.slice(0, mostContradictions).map((group) => contradiction(paper, group));
  return [
    ...heading(paper, `The configuration says closed, the attempt got in: ${groups.length}`),
    ...hanging(paper, "  ", "Believe the attempt. Whatever the configuration says, these are open now.", {
      text: "faint",
    }),
    ...entries.flatMap((lines) => ["", ...lines]),
    ...(more > 0 ? ["", `  and ${count(more, "more contradiction")}: see them with --all`] : []),
  ];
}

export interface FixGroup {
  readonly control: string;
  readonly title: string;
  readonly verdict: FixFirst["verdict"];
  readonly targets: readonly string[];
  readonly turns: readonly string[];
  readonly fix: string;
}

/** Fixes in their rank, with the targets that need the same one in one entry. */
export function fixGroups(fixes: readonly FixFirst[]): readonly FixGroup[] {
  const groups = Map.groupBy(fixes, (fix) => JSON.stringify([fix.control, fix.fix]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const worst = group.reduce((one, other) => (verdictRank(other.verdict) < verdictRank(one.verdict) ? other : one));
    return {
      control: first.control,
      title: first.title,
      verdict: worst.verdict,
      targets: [...new Set(group.map((fix) => fix.target))],
      turns: [...new Set(group.flatMap((fix) => fix.turns))],
      fix: first.fix,
    };
  });
}

/** The questions behind breach ids, as conditions. */
export function turnsText(turns: readonly string[], audit: Pick<Audit, "answers">): string {
  if (turns.length === 0) return "no answer by itself, and closes a hole";
  const questions = new Map(audit.answers.map((answer) => [answer.breach, happening(answer.question)]));
  const named = turns.map((turn) => questions.get(turn) ?? turn);
  return `${count(turns.length, "answer")}: ${named.slice(0, 3).join("; ")}${named.length > 3 ? `; and ${named.length - 3} more` : ""}`;
}

function fixEntry(paper: Paper, audit: Audit, [rank, group]: readonly [number, FixGroup]): readonly string[] {
  const lead = `  ${String(rank).padStart(2)}  `;
  const rows: readonly (readonly [string, string])[] = [
    ["turns", turnsText(group.turns, audit)],
    ["do", group.fix],
    ["read", `secondlock explain ${group.control}`],
  ];
  return [
    ...hanging(paper, lead, `${group.title}, on ${listOf(group.targets, 3)} (${group.verdict})`, { text: "strong" }),
    ...rows
      .filter(([, text]) => text !== "")
      .flatMap(([label, text]) => hanging(paper, `      ${label.padEnd(6)}`, text, { lead: "faint" })),
  ];
}

export function fixLines(paper: Paper, audit: Audit): readonly string[] {
  const groups = fixGroups(audit.fixFirst);
  const more = groups.length - mostFixes;
  if (groups.length === 0) return [];
  return [
    ...heading(paper, "What to fix first"),
    ...groups
      .slice(0, mostFixes)
      .flatMap((group, index) => [...(index > 0 ? [""] : []), ...fixEntry(paper, audit, [index + 1, group])]),
    ...(more > 0
      ? ["", `  and ${count(more, "more fix", "more fixes")}: all of them are in the --json and --html reports`]
      : []),
  ];
}
