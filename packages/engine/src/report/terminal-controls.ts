import type { Area } from "@secondlock/model";
import type { Audit, ControlVerdict } from "../audit.ts";
import { markWidth, verdictMark } from "./marks.ts";
import { hanging, heading, type Paper } from "./paper.ts";
import { areaTitles, byWorst, listOf, verdictOrder } from "./words.ts";

/** Past this many targets a control is one line for each verdict, not one for each target. */
export const manyTargets = 20;

const labelWidth = 22;

function reasons(verdict: ControlVerdict): readonly (readonly [string, string])[] {
  const vantages = verdict.outside.vantages.length > 0 ? ` (from ${listOf(verdict.outside.vantages)})` : "";
  const rows: (readonly [string, string])[] = [
    [`inside ${verdict.inside.outcome}`, verdict.inside.because],
    [`outside ${verdict.outside.outcome}`, `${verdict.outside.because}${vantages}`],
  ];
  if (verdict.exception) {
    const { until, reason, expired } = verdict.exception;
    rows.push([expired ? "exception expired" : "exception", `until ${until}: ${reason}`]);
  }
  return verdict.verdict === "not applicable" || verdict.verdict === "not seen yet" ? rows.slice(0, 1) : rows;
}

function single(paper: Paper, verdict: ControlVerdict): readonly string[] {
  const [first = "", ...others] = hanging(paper, " ".repeat(markWidth + 2), `${verdict.title}, on ${verdict.target}`);
  return [
    `  ${verdictMark(paper, verdict.verdict)}${first.slice(markWidth + 2)}`,
    ...others,
    ...reasons(verdict).flatMap(([label, text]) =>
      hanging(paper, `    ${label.padEnd(labelWidth)} `, text, { lead: "faint", text: "faint" }),
    ),
  ];
}

function summarised(paper: Paper, verdicts: readonly ControlVerdict[]): readonly string[] {
  return verdictOrder.flatMap((verdict) => {
    const group = verdicts.filter((each) => each.verdict === verdict);
    const [first] = group;
    if (!first) return [];
    const text = `${first.title}: ${group.length.toLocaleString("en-GB")} (${listOf(
      group.map((each) => each.target),
      3,
    )})`;
    const [line = "", ...others] = hanging(paper, " ".repeat(markWidth + 2), text);
    return [`  ${verdictMark(paper, verdict)}${line.slice(markWidth + 2)}`, ...others];
  });
}

function areaLines(paper: Paper, area: Area, verdicts: readonly ControlVerdict[], many: boolean): readonly string[] {
  const body = many
    ? [...Map.groupBy(verdicts, (verdict) => verdict.control).values()].flatMap((group) => summarised(paper, group))
    : verdicts.toSorted(byWorst).flatMap((verdict) => single(paper, verdict));
  return ["", `  ${paper.ink("strong", areaTitles[area])}`, ...body];
}

/** Every control, grouped by area, worst first. */
export function controlLines(paper: Paper, audit: Audit): readonly string[] {
  const areas = Map.groupBy(audit.verdicts, (verdict) => verdict.area);
  const many = audit.targets.length > manyTargets;
  const known = (Object.keys(areaTitles) as Area[]).filter((area) => areas.has(area));
  return [
    ...heading(paper, "Every control"),
    ...known.flatMap((area) => areaLines(paper, area, areas.get(area) ?? [], many)),
  ];
}
