import type { Audit } from "../audit.ts";
import { asciiOf, hanging, paper, type Paper, type PaperOptions } from "./paper.ts";
import { clean } from "./sanitise.ts";
import { controlLines } from "./terminal-controls.ts";
import { coverageLines } from "./terminal-coverage.ts";
import { contradictionLines, fixLines } from "./terminal-findings.ts";
import { questionLines } from "./terminal-questions.ts";
import { isUnread, unreadLines } from "./terminal-unread.ts";
import { count, dayAndTime, secondsTaken } from "./words.ts";

export interface TerminalOptions extends PaperOptions {
  /** Lists every control as well. */
  readonly all?: boolean;
}

/** What the terminal is made from. Verdicts that no section names are left out before anything is copied. */
function shown(audit: Audit, all: boolean, ascii: boolean): Audit {
  const verdicts = all
    ? audit.verdicts
    : audit.verdicts.filter((verdict) => verdict.verdict === "contradiction" || verdict.exception);
  const cleaned = clean({
    ...audit,
    verdicts: verdicts.map((verdict) => ({ ...verdict, evidence: [] })),
  });
  return ascii ? asciiOf(cleaned) : cleaned;
}

function titleLines(paper: Paper, audit: Audit): readonly string[] {
  const dot = paper.ascii ? "-" : "·";
  const [only] = audit.targets;
  const what = audit.targets.length === 1 && only ? only.id : count(audit.targets.length, "target");
  const seconds = secondsTaken(audit);
  const took = seconds >= 10 ? Math.round(seconds).toString() : seconds.toFixed(1);
  const text = `${audit.service} ${dot} ${what} ${dot} ${dayAndTime(audit.started)} ${dot} ${took} s ${dot} nothing was changed`;
  return ["", ...hanging(paper, " Secondlock  ", text, { lead: "strong", text: "faint" })];
}

/** The report for people at a terminal: first what happens when a lock breaks, last how much was seen. Ends with a line feed. */
export function terminalReport(audit: Audit, options: TerminalOptions): string {
  const sheet = paper(options);
  const cleaned = shown(audit, options.all === true, sheet.ascii);
  const lines =
    options.all !== true && isUnread(audit)
      ? [...titleLines(sheet, cleaned), ...unreadLines(sheet, cleaned.targets), ""]
      : [...titleLines(sheet, cleaned), ...reportLines(sheet, cleaned, options.all === true), ""];
  return lines.map((line) => line.trimEnd()).join("\n");
}

function reportLines(sheet: Paper, cleaned: Audit, all: boolean): readonly string[] {
  return [
    ...questionLines(sheet, cleaned, all),
    ...contradictionLines(sheet, cleaned),
    ...fixLines(sheet, cleaned),
    ...(all ? controlLines(sheet, cleaned) : []),
    ...coverageLines(sheet, cleaned, all),
  ];
}
