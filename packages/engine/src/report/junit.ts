import type { Verdict } from "@secondlock/model";
import type { Audit, ControlVerdict, TargetReport } from "../audit.ts";
import { escaped } from "./markup.ts";
import { joinPieces, type Pieces, type Write, writePieces } from "./pieces.ts";
import { clean } from "./sanitise.ts";

type Outcome = "passed" | "failure" | "error" | "skipped";

/**
 * JUnit knows no "claimed": it passes with its doubt in the output. Unknown and not seen yet are errors, never skipped:
 * a continuous integration shows skipped tests as green. A live exception does not turn a failure into anything else.
 */
const outcomes: Readonly<Record<Verdict, Outcome>> = {
  broken: "failure",
  contradiction: "failure",
  luck: "failure",
  unknown: "error",
  "not seen yet": "error",
  "not applicable": "skipped",
  claimed: "passed",
  proven: "passed",
};

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replace(/\n/g, "&#10;")}"`)
    .join("");
}

function details(verdict: ControlVerdict): string {
  const exception = verdict.exception
    ? [
        `exception ${verdict.exception.expired ? "expired" : "accepted until"} ${verdict.exception.until}: ${verdict.exception.reason}`,
      ]
    : [];
  const evidence = verdict.evidence.map(
    (item) => `${item.side}, ${item.at}, from ${item.vantage}: ${item.command}\n${item.value}`,
  );
  return [
    `inside ${verdict.inside.outcome}: ${verdict.inside.because}`,
    `outside ${verdict.outside.outcome}: ${verdict.outside.because}`,
    ...exception,
    ...evidence,
  ].join("\n");
}

function testcase(raw: ControlVerdict): string {
  const verdict = clean(raw);
  const outcome = outcomes[verdict.verdict];
  const because =
    verdict.verdict === "contradiction" || verdict.verdict === "luck"
      ? `${verdict.inside.because}, but ${verdict.outside.because}`
      : verdict.inside.because;
  const open = `    <testcase${attributes({ name: `${verdict.control}: ${verdict.title}`, classname: `${verdict.target}.${verdict.area}`, time: 0 })}>`;
  const text = escaped(details(verdict));
  if (outcome === "passed") return `${open}<system-out>${escaped(verdict.verdict)}\n${text}</system-out></testcase>\n`;
  const message = { message: `${verdict.verdict}: ${because}` };
  if (outcome === "skipped") return `${open}<skipped${attributes(message)}/></testcase>\n`;
  return `${open}<${outcome}${attributes({ ...message, type: verdict.verdict })}>${text}</${outcome}></testcase>\n`;
}

function* suite(
  target: TargetReport | undefined,
  id: string,
  verdicts: readonly ControlVerdict[],
  timestamp: string,
): Pieces {
  const lost = target?.state === "unreachable";
  const count = (outcome: Outcome): number => verdicts.filter(({ verdict }) => outcomes[verdict] === outcome).length;
  const numbers = {
    tests: verdicts.length + (lost ? 1 : 0),
    failures: count("failure"),
    errors: count("error") + (lost ? 1 : 0),
    skipped: count("skipped"),
  };
  yield `  <testsuite${attributes({ name: id, ...numbers, time: target?.seconds ?? 0, timestamp })}>\n`;
  if (target && lost) {
    const message = `could not be read: ${clean(target.because ?? "no reason given")}`;
    yield `    <testcase${attributes({ name: "the target can be read", classname: id, time: 0 })}><error${attributes({ message, type: "unreachable" })}/></testcase>\n`;
  }
  for (const verdict of verdicts) yield testcase(verdict);
  yield "  </testsuite>\n";
}

/** One suite a target, one case a control. */
export function* junitPieces(audit: Audit): Pieces {
  const byTarget = Map.groupBy(audit.verdicts, (verdict) => verdict.target);
  const reports = new Map(audit.targets.map((target) => [target.id, target]));
  const timestamp = clean(audit.started).replace(/(?:\.\d+)?Z$/, "");
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: `secondlock ${clean(audit.service)}` })}>\n`;
  for (const id of new Set([...reports.keys(), ...byTarget.keys()]))
    yield* suite(reports.get(id), clean(id), byTarget.get(id) ?? [], timestamp);
  yield "</testsuites>\n";
}

export function junitReport(audit: Audit): string {
  return joinPieces(junitPieces(audit));
}

export async function writeJunit(audit: Audit, write: Write): Promise<void> {
  await writePieces(junitPieces(audit), write);
}
