import { severityRank } from "@secondlock/model";
import type { PlannedControl } from "../plan/plan.ts";
import type { PlanGroup } from "../plan/plan-groups.ts";
import { groupTitle } from "./group-title.ts";
import { cut, hanging, type Ink, type Paper, toAscii } from "./paper.ts";
import { amountOf, type StepText } from "./plan-steps.ts";
import { listOf } from "./words.ts";

/** A group of resources with its number, the letters of the breaches that it closes, and its steps. */
export interface Shown {
  readonly group: PlanGroup;
  readonly number: number;
  readonly letters: readonly string[];
  readonly steps: readonly StepText[];
}

/** Everything about a change. */
export function wholeChange(paper: Paper, shown: Shown): readonly string[] {
  const { group, steps } = shown;
  const texts = new Set(group.items.flatMap((item) => item.texts));
  return [
    "",
    ...titleLines(paper, shown),
    ...reasons(group.controls, false).flatMap((text) => say(paper, "wrong", text)),
    ...[...texts].flatMap((text) => say(paper, "then", text)),
    ...group.risks.flatMap((text) => say(paper, "risk", text)),
    ...steps.flatMap((step) => stepLines(paper, step)),
  ];
}

/** How much is said of a change that is not shown whole. */
export interface Brevity {
  /** Lines for what is wrong. */
  readonly wrong: number;
  /** Files that get the same rights. */
  readonly rights: number;
  /** False: of what matters least only which controls it is for. */
  readonly low: boolean;
}

const mostBecause = 70;

/** What a person decides by; of `bodies` every line, of the others how many there are. */
export function shortChange(
  paper: Paper,
  shown: Shown,
  { brevity, bodies }: { readonly brevity: Brevity; readonly bodies: ReadonlySet<StepText> },
): readonly string[] {
  const { group, steps } = shown;
  const hidden = steps.filter((step) => step.body.length > 0 && !bodies.has(step));
  const wrong = firstOf(reasons(group.controls.toSorted(bySeverity), true), brevity.wrong * paper.width);
  const slight = !brevity.low && group.controls.every((control) => control.severity === "low");
  const ids = group.controls.map(({ id }) => id);
  return [
    ...titleLines(paper, shown, slight ? ids : []),
    ...(wrong === "" || slight ? [] : say(paper, "wrong", wrong)),
    ...(group.risks.length === 0 ? [] : say(paper, "risk", group.risks.join(" "))),
    ...steps
      .filter((step) => !hidden.includes(step))
      .flatMap((step) => stepLines(paper, step, step.kind === "modes" ? brevity.rights : undefined)),
    ...leftOut(paper, hidden),
  ];
}

function titleLines(
  paper: Paper,
  { group, number, letters }: Shown,
  controls: readonly string[] = [],
): readonly string[] {
  const closes = letters.length === 0 ? [] : [`closes ${letters.join(", ")}`];
  const more = [...controls, ...closes].join("; ");
  const title = groupTitle(group);
  const text = more === "" ? title : `${title} (${more})`;
  return hanging(paper, ` ${String(number).padStart(2)}. `, text, { text: "strong" });
}

function say(paper: Paper, lead: string, text: string): readonly string[] {
  return hanging(paper, "     ", `${lead}: ${text}`);
}

/** What is wrong, each reason once with the controls that it stands for; `short`: its beginning, with the first of them. */
function reasons(controls: readonly PlannedControl[], short: boolean): readonly string[] {
  const same = Map.groupBy(controls, ({ because }) => because);
  return [...same].map(([because, some]) => {
    const ids = some.map(({ id }) => id);
    return `${short ? cut(because, mostBecause) : because} (${listOf(ids, short ? 1 : undefined)})`;
  });
}

/** The worst first; of those the ones that are told in few words. */
function bySeverity(one: PlannedControl, other: PlannedControl): number {
  return severityRank[one.severity] - severityRank[other.severity] || one.because.length - other.because.length;
}

/** As many as have room, at least one, and how many more there are. */
function firstOf(texts: readonly string[], room: number): string {
  let taken = texts.slice(0, 1);
  for (const text of texts.slice(1)) {
    if ([...taken, text].join("; ").length > room) break;
    taken = [...taken, text];
  }
  const more = texts.length - taken.length;
  return `${taken.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

function stepLines(paper: Paper, { lead, things, body }: StepText, most?: number): readonly string[] {
  return [
    ...hanging(paper, "     ", ascii(paper, `${lead} ${listOf(things, most)}`)),
    ...body.map((line) => paper.ink(inkOf(line), `       ${ascii(paper, line)}`)),
  ];
}

/** Files in one text, each with how many lines come and go. */
function leftOut(paper: Paper, steps: readonly StepText[]): readonly string[] {
  if (steps.length === 0) return [];
  const lines = steps.reduce((sum, { body }) => sum + body.length, 0);
  const named = steps.map((step) => `${step.short} ${amountOf(step)}`);
  return hanging(paper, "     ", ascii(paper, `${named.join(", ")}: ${lines} more lines: --all`));
}

function ascii(paper: Paper, text: string): string {
  return paper.ascii ? toAscii(text) : text;
}

function inkOf(line: string): Ink {
  return line.startsWith("+") ? "good" : line.startsWith("-") ? "bad" : "faint";
}
