import type { HostPlan, PlanItem } from "../plan/plan.ts";
import { planGroups } from "../plan/plan-groups.ts";
import { asciiOf, heading, paper as paperOf, type PaperOptions } from "./paper.ts";
import { type Brevity, type Shown, shortChange, wholeChange } from "./plan-changes.ts";
import { closings, headLines, warningLines } from "./plan-head.ts";
import { leftNames, restLines } from "./plan-rest.ts";
import { type StepText, stepTexts } from "./plan-steps.ts";
import { clean } from "./sanitise.ts";
import { count } from "./words.ts";

export interface PlanTextOptions extends PaperOptions {
  /** Every line of every difference, and all that is left to a person. */
  readonly all?: boolean;
}

/** A plan that fits on this many lines is shown whole; a longer one leaves out long differences, and says so. */
const fitting = 150;

const brief: Brevity = { wrong: 1.5, rights: 4, low: true };
const briefer: Brevity = { wrong: 0.7, rights: 2, low: false };

/** A plan as a person reviews it: like a good pull request, the summary first, then one change after the other. Pure. */
export function planText(plan: HostPlan, options: PlanTextOptions): string {
  const paper = paperOf(options);
  const said = paper.ascii ? asciiOf(withoutContent(plan)) : withoutContent(plan);
  const top = [
    ...heading(paper, `${said.host}: ${titleOf(said)}`),
    ...warningLines(paper, said),
    ...headLines(paper, said),
  ];
  const all = [
    ...top,
    ...changesOf(plan, said, true).flatMap((shown) => wholeChange(paper, shown)),
    ...restLines(paper, said, true),
  ];
  if (options.all === true || all.length <= fitting) return [...all, ""].join("\n");
  const changes = changesOf(plan, said, false);
  const some = (brevity: Brevity, bodies: ReadonlySet<StepText>): readonly string[] => [
    ...[...top, ""],
    ...changes.flatMap((shown) => shortChange(paper, shown, { brevity, bodies })),
    ...restLines(paper, said, false),
  ];
  const brevity = some(brief, new Set()).length <= fitting ? brief : briefer;
  const room = fitting - some(brevity, new Set()).length;
  const steps = changes.flatMap((shown) => shown.steps);
  // the names of what is left come on top: they are work for another day, and must not push a difference out
  const lines = [...some(brevity, shortest(steps, room)), ...leftNames(paper, said)];
  const more = count(all.length - lines.length, "more line");
  return [...lines, `  --all: ${more}, every difference and what to do by hand among them`, ""].join("\n");
}

function titleOf({ items, refusals }: HostPlan): string {
  if (items.length > 0) return count(planGroups(items).length, "change");
  return refusals.length > 0 ? "not planned" : "nothing to change";
}

/** Texts are sanitised whole; the content of files line by line, because it may be long. */
function withoutContent(plan: HostPlan): HostPlan {
  return clean({ ...plan, record: {}, items: plan.items.map(slim) });
}

function slim(item: PlanItem): PlanItem {
  const steps = item.steps.map((step) => (step.kind === "file" ? { kind: step.kind, path: step.path } : step));
  return { ...item, steps };
}

function changesOf(plan: HostPlan, said: HostPlan, owners: boolean): readonly Shown[] {
  const closes = closings(said.items);
  return planGroups(said.items).map((group, index) => ({
    group,
    number: index + 1,
    letters: [...closes]
      .filter(([question]) => group.controls.some((control) => control.closes.includes(question)))
      .map(([, { letter }]) => letter),
    steps: stepTexts(
      group.items.flatMap((item) => plan.items[said.items.indexOf(item)]?.steps ?? []),
      owners,
    ),
  }));
}

/** The bodies that fit, shortest first: none is shown in part. */
function shortest(texts: readonly StepText[], room: number): ReadonlySet<StepText> {
  const shown = new Set<StepText>();
  let left = room;
  for (const text of texts.toSorted((one, other) => one.body.length - other.body.length)) {
    left -= text.body.length === 0 ? 0 : text.body.length + 1;
    if (left < 0) break;
    shown.add(text);
  }
  return shown;
}
