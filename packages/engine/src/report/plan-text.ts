import { structuredPatch } from "diff";
import type { AccountChange, ModesChange } from "@secondlock/model";
import type { FileStep, HostPlan, PlanItem, Step } from "../plan/plan.ts";
import { asciiOf, hanging, heading, paper as paperOf, type Paper, type PaperOptions } from "./paper.ts";
import { clean, sanitiseLine } from "./sanitise.ts";

/** Most lines of one file's difference that are shown; `--json` has them all. */
const diffLines = 60;

/** A plan as a person reviews it: like a good pull request, one resource after the other. Pure. */
export function planText(plan: HostPlan, options: PaperOptions): string {
  const paper = paperOf(options);
  const shown = options.ascii === true ? asciiOf(clean(plan)) : clean(plan);
  const count = shown.items.length;
  const lines = [
    ...heading(paper, `${shown.host}: ${count === 0 ? "nothing to change" : `${count} to change`}`),
    ...shown.refusals.flatMap((text) => hanging(paper, "  refused: ", text, { lead: "bad" })),
    ...shown.drifted.flatMap((path) =>
      hanging(paper, "  changed by hand since it was written: ", `${path}; --overwrite puts it back and keeps a copy`, {
        lead: "warn",
      }),
    ),
    ...plan.items.flatMap((item, index) => itemLines(paper, item, index + 1)),
    ...handLines(paper, shown),
    ...(shown.found.length === 0 ? [] : [""]),
    ...shown.found.flatMap((text) => hanging(paper, "  found there: ", text, { lead: "open" })),
    ...(shown.unseen.length === 0 ? [] : ["", ...hanging(paper, "  not seen: ", unseenText(shown), { lead: "open" })]),
    "",
  ];
  return lines.join("\n");
}

function unseenText({ unseen }: HostPlan): string {
  const byReason = [...Map.groupBy(unseen, ({ because }) => because)];
  return byReason.map(([because, some]) => `${some.map(({ control }) => control).join(", ")} (${because})`).join("; ");
}

function itemLines(paper: Paper, item: PlanItem, number: number): readonly string[] {
  const { resource, controls, costs, risks, steps } = clean(item);
  const say = (lead: string, text: string): readonly string[] =>
    hanging(paper, `     ${lead}: `, text, { lead: "faint" });
  return [
    "",
    ...hanging(paper, ` ${String(number).padStart(2)}. `, resource, { text: "strong" }),
    ...controls.flatMap(({ id, because }) => say("wrong", `${because} (${id})`)),
    ...closesLines(controls).flatMap((text) => say("closes", text)),
    ...costs.flatMap((text) => say("costs", text)),
    ...risks.flatMap((text) => say("risk", text)),
    ...steps.flatMap((_step, index) => {
      const step = item.steps[index];
      return step === undefined ? [] : stepLines(paper, step);
    }),
  ];
}

/** Each question once, the three that most controls here stand for. */
function closesLines(controls: PlanItem["controls"]): readonly string[] {
  const counts = Map.groupBy(
    controls.flatMap(({ closes }) => closes),
    (question) => question,
  );
  const all = [...counts].toSorted(([, a], [, b]) => b.length - a.length).map(([question]) => question);
  if (all.length === 0) return [];
  const more = all.length > 3 ? ` and ${all.length - 3} more` : "";
  return [`${all.slice(0, 3).join(" ")}${more}`];
}

function stepLines(paper: Paper, step: Step): readonly string[] {
  switch (step.kind) {
    case "file":
      return fileLines(paper, step);
    case "modes":
      return [`     ${sanitiseLine(modesText(step))}`];
    case "unit":
      return [
        `     unit ${step.unit}: ${step.enabled ? "enabled" : "disabled"}, ${step.active ? "running" : "stopped"}${step.reload === true ? ", told to read its configuration again" : ""}${step.restart === true && step.active ? ", started anew" : ""}`,
      ];
    case "account":
      return [`     account ${sanitiseLine(accountText(step))}`];
    case "package":
      return [`     package ${step.package}: ${step.wanted}`];
    case "certificate":
      return [`     certificate ${sanitiseLine(`${step.path} for ${step.names.join(", ")}`)}, made on the host`];
    case "sql":
      return step.statements.map(
        (text) => `     ${step.engine === "mysql" ? "mariadb" : "psql"}> ${sanitiseLine(text)}`,
      );
  }
}

function modesText({ path, mode, owner, group, was }: ModesChange): string {
  const text = (one: { readonly mode: number; readonly owner: string; readonly group: string }): string =>
    `${one.mode.toString(8).padStart(4, "0")} ${one.owner}:${one.group}`;
  return `modes ${path}: ${was === undefined ? "" : `${text(was)} becomes `}${text({ mode, owner, group })}`;
}

function accountText({ account, wanted }: AccountChange): string {
  const parts = [
    ...(wanted.make === undefined ? [] : [`made for a ${wanted.make}`]),
    ...(wanted.into === undefined ? [] : [`into ${wanted.into.join(", ")}`]),
    ...(wanted.outOf === undefined ? [] : [`out of ${wanted.outOf.join(", ")}`]),
    ...(wanted.shell === undefined ? [] : [`shell ${wanted.shell}`]),
    ...(wanted.password === undefined ? [] : ["password locked"]),
    ...(wanted.expired === undefined ? [] : ["closed for every login"]),
  ];
  return `${account}: ${parts.join(", ")}`;
}

function fileLines(paper: Paper, { path, before, after }: FileStep): readonly string[] {
  const patch = structuredPatch(path, path, before?.content ?? "", after?.content ?? "", undefined, undefined, {
    context: 2,
  });
  const lines = patch.hunks.flatMap((hunk) => [`@@ line ${hunk.newStart}`, ...hunk.lines]);
  const what = before === undefined ? "new file" : after === undefined ? "file goes" : "file";
  const modes =
    after === undefined ? "" : ` (${after.mode.toString(8).padStart(4, "0")} ${after.owner}:${after.group})`;
  const ink = (line: string): string => {
    const text = `       ${sanitiseLine(line)}`;
    return paper.ink(line.startsWith("+") ? "good" : line.startsWith("-") ? "bad" : "faint", text);
  };
  return [
    `     ${what} ${sanitiseLine(path)}${modes}`,
    ...lines.slice(0, diffLines).map(ink),
    ...(lines.length > diffLines ? [paper.ink("faint", `       ... ${lines.length - diffLines} more lines`)] : []),
  ];
}

function handLines(paper: Paper, { byHand }: HostPlan): readonly string[] {
  if (byHand.length === 0) return [];
  return [
    "",
    ...hanging(paper, "  ", `By hand, because only a person can decide it (${byHand.length}):`, { text: "strong" }),
    ...byHand.flatMap(({ control, text }) => hanging(paper, `    ${control.id}: `, text)),
  ];
}
