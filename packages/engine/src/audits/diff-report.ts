import { asciiOf, hanging, heading, type Ink, pad, paper, type Paper, type PaperOptions } from "../report/paper.ts";
import { clean } from "../report/sanitise.ts";
import { count, dayAndTime, happening, listOf } from "../report/words.ts";
import type { AuditDiff, Direction } from "./diff.ts";

const directions = ["worse", "gone", "new", "changed", "better"] as const satisfies readonly Direction[];

const marks: Readonly<Record<Direction, readonly [string, Ink]>> = {
  worse: ["-", "bad"],
  gone: ["?", "open"],
  new: ["*", "open"],
  changed: ["~", "plain"],
  better: ["+", "good"],
};

const mostEntries = 25;
const leadWidth = 12;

interface Entry {
  readonly direction: Direction;
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly because: string;
}

function entryLines(paper: Paper, entry: Entry): readonly string[] {
  const [symbol, ink] = marks[entry.direction];
  const arrow = paper.ascii ? "->" : "→";
  const lead = pad(`  ${symbol} ${entry.direction}`, leadWidth);
  const turn =
    entry.before === "" || entry.after === "" ? entry.before + entry.after : `${entry.before} ${arrow} ${entry.after}`;
  return [
    ...hanging(paper, lead, `${entry.title}: ${turn}`, { lead: ink }),
    ...(entry.because === "" ? [] : hanging(paper, " ".repeat(leadWidth), entry.because, { text: "faint" })),
  ];
}

function section(paper: Paper, title: string, entries: readonly Entry[]): readonly string[] {
  if (entries.length === 0) return [];
  const ordered = directions.flatMap((direction) => entries.filter((entry) => entry.direction === direction));
  const counts = directions.flatMap((direction) => {
    const number = ordered.filter((entry) => entry.direction === direction).length;
    return number > 0 ? [`${number.toLocaleString("en-GB")} ${direction}`] : [];
  });
  const more = ordered.length - mostEntries;
  return [
    ...heading(paper, `${title}: ${listOf(counts)}`),
    ...ordered.slice(0, mostEntries).flatMap((entry) => entryLines(paper, entry)),
    ...(more > 0 ? [`  and ${count(more, "more turn")}: all of them are in the --json output`] : []),
  ];
}

function targetLines(paper: Paper, { targets }: AuditDiff): readonly string[] {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["no longer audited", targets.vanished],
    ["could not be read this time", targets.lost],
    ["can be read again", targets.back],
    ["new", targets.appeared],
  ];
  const kept = rows.filter(([, ids]) => ids.length > 0);
  if (kept.length === 0) return [];
  return [
    ...heading(paper, "Targets"),
    ...kept.flatMap(([label, ids]) => hanging(paper, `  ${label}: `, listOf(ids, 10), { lead: "faint" })),
  ];
}

/** What turned, for people at a terminal: worse first. Ends with a line feed. */
export function diffReport(diff: AuditDiff, options: PaperOptions): string {
  const sheet = paper(options);
  const cleaned = sheet.ascii ? asciiOf(clean(diff)) : clean(diff);
  const answers = cleaned.answers.map((turn) => ({
    ...turn,
    title: happening(turn.question),
    before: turn.before ?? "",
    after: turn.after ?? "",
  }));
  const verdicts = cleaned.verdicts.map((turn) => ({
    ...turn,
    title: `${turn.title}, on ${turn.target}`,
    before: turn.before ?? "",
    after: turn.after ?? "",
  }));
  const body = [
    ...section(sheet, "Answers", answers),
    ...section(sheet, "Verdicts", verdicts),
    ...targetLines(sheet, cleaned),
  ];
  const title = [
    "",
    ...hanging(sheet, " Since ", `${dayAndTime(cleaned.before)}, seen ${dayAndTime(cleaned.after)}`, {
      lead: "strong",
    }),
  ];
  const lines = [
    ...title,
    ...(body.length > 0 ? body : ["", "  Nothing turned: every verdict and every answer is the same."]),
    "",
  ];
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** The same as JSON, versioned like the audit. */
export function diffJson(diff: AuditDiff): string {
  return `${JSON.stringify({ schema: "secondlock-diff/1", ...clean(diff) }, null, 2)}\n`;
}
