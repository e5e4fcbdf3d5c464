import type { HostPlan, PlanItem } from "../plan/plan.ts";
import { controlsOf, planGroups } from "../plan/plan-groups.ts";
import { hanging, type Paper } from "./paper.ts";
import { count, happening, listOf } from "./words.ts";

/** The breaches that a plan stands in the way of, most controls first, each with a letter that the changes name. */
export function closings(
  items: readonly PlanItem[],
): ReadonlyMap<string, { readonly letter: string; readonly controls: number }> {
  const asked = Map.groupBy(
    controlsOf(items).flatMap(({ closes }) => closes),
    (question) => question,
  );
  const worst = [...asked].toSorted(([, one], [, other]) => other.length - one.length);
  return new Map(
    worst.map(([question, { length }], index) => [
      question,
      { letter: String.fromCodePoint(97 + index), controls: length },
    ]),
  );
}

/** What a person decides by: how much changes, what it closes, and what is different for people afterwards. */
export function headLines(paper: Paper, { items }: HostPlan): readonly string[] {
  if (items.length === 0) return [];
  const closes = [...closings(items)].map(
    ([question, { letter, controls }]) =>
      `${letter}) ${lowerFirst(happening(question))} (${count(controls, "control")})`,
  );
  const costs = costsOf(items);
  return [
    ...hanging(paper, "  ", amounts(items), { text: "faint" }),
    ...(closes.length === 0 ? [] : hanging(paper, "  ", `It closes ways in that are open when ${closes.join("; ")}.`)),
    ...(costs.length === 0
      ? []
      : ["", `  ${paper.ink("strong", "What is different for you afterwards")} (by the number of the change)`]),
    ...costs.flatMap(([numbers, text]) => hanging(paper, `  ${numbers.padStart(2)}  `, text)),
  ];
}

/** Each cost once, with the numbers of the changes that have it; those of the same changes in one text. */
function costsOf(items: readonly PlanItem[]): readonly (readonly [string, string])[] {
  const costs = Map.groupBy(
    planGroups(items).flatMap((group, index) => group.costs.map((text) => ({ text, number: index + 1 }))),
    ({ text }) => text,
  );
  const numbered = [...costs].map(([text, some]) => ({ text, numbers: some.map(({ number }) => number).join(", ") }));
  const together = Map.groupBy(numbered, ({ numbers }) => numbers);
  return [...together].map(([numbers, some]) => [numbers, sentencesOnce(some.map(({ text }) => text))]);
}

/** Two texts may share a sentence, e.g. that a program starts anew. */
function sentencesOnce(texts: readonly string[]): string {
  return [...new Set(texts.flatMap((text) => text.split(/(?<=[.!?]) (?=[A-Z`])/)))].join(" ");
}

/** A question in the middle of a sentence; a first word such as `API` stays as it is. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]*\b/.test(text) ? `${text.slice(0, 1).toLowerCase()}${text.slice(1)}` : text;
}

function amounts(items: readonly PlanItem[]): string {
  const steps = items.flatMap((item) => item.steps);
  const distinct = (names: readonly string[]): number => new Set(names).size;
  const controls = controlsOf(items).length;
  const parts = [
    [distinct(steps.flatMap((step) => (step.kind === "file" ? step.path : []))), "file"],
    [distinct(steps.flatMap((step) => (step.kind === "account" ? step.account : []))), "account"],
    [distinct(steps.flatMap((step) => (step.kind === "unit" ? step.unit : []))), "unit"],
    [distinct(steps.flatMap((step) => (step.kind === "package" ? step.package : []))), "package"],
    [distinct(steps.flatMap((step) => (step.kind === "certificate" ? step.path : []))), "certificate"],
    [steps.flatMap((step) => (step.kind === "sql" ? step.statements : [])).length, "database statement"],
  ] as const;
  const rights = distinct(steps.flatMap((step) => (step.kind === "modes" ? step.path : [])));
  const texts = [
    ...parts.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun)),
    ...(rights === 0 ? [] : [`the rights of ${count(rights, "file or folder", "files and folders")}`]),
  ];
  return `${listOf(texts)}, for ${count(controls, "control")} that ${controls === 1 ? "does" : "do"} not hold. Nothing is touched yet.`;
}

/** What a plan says before anything else: why it may not be applied, and what it would overwrite. */
export function warningLines(paper: Paper, { refusals, drifted }: HostPlan): readonly string[] {
  return [
    ...refusals.flatMap((text) => {
      const [what = "", ...hints] = text.split(/;? hint: /);
      return [
        ...hanging(paper, "  refused: ", what, { lead: "bad" }),
        ...hints.flatMap((hint) => hanging(paper, "  hint: ", hint)),
      ];
    }),
    ...drifted.flatMap((path) =>
      hanging(paper, "  changed by hand since it was written: ", `${path}; --overwrite puts it back and keeps a copy`, {
        lead: "warn",
      }),
    ),
  ];
}
