import type { Verdict } from "@secondlock/model";
import type { Audit, ControlVerdict } from "../audit.ts";
import { joinPieces, type Pieces, type Write, writePieces } from "./pieces.ts";
import { clean } from "./sanitise.ts";
import { secondsTaken } from "./words.ts";

export interface SarifOptions {
  /** Path of the service file in the repository. With it a result also has a physical location, which GitHub insists on. */
  readonly serviceFile?: string;
}

const levels = { high: "error", medium: "warning", low: "note" } as const;

type Standing =
  | { readonly kind: "fail"; readonly level: "error" | "warning" | "note" }
  | { readonly kind: "pass" | "review" | "open" | "notApplicable"; readonly level: "none" };

/** Unknown is a failing result and not "open": viewers hide what is not failing, and unknown is never green. */
const unknownLevels = { high: "warning", medium: "note", low: "note" } as const;

function standingOf({ verdict, severity }: ControlVerdict): Standing {
  const standings: Readonly<Record<Verdict, Standing>> = {
    contradiction: { kind: "fail", level: "error" },
    broken: { kind: "fail", level: levels[severity] },
    luck: { kind: "fail", level: "warning" },
    unknown: { kind: "fail", level: unknownLevels[severity] },
    claimed: { kind: "review", level: "none" },
    "not seen yet": { kind: "open", level: "none" },
    "not applicable": { kind: "notApplicable", level: "none" },
    proven: { kind: "pass", level: "none" },
  };
  return standings[verdict];
}

function rulesOf(audit: Audit): readonly ControlVerdict[] {
  const rules = new Map<string, ControlVerdict>();
  for (const verdict of audit.verdicts) if (!rules.has(verdict.control)) rules.set(verdict.control, verdict);
  return [...rules.values()].toSorted((one, other) => (one.control < other.control ? -1 : 1));
}

function rule(verdict: ControlVerdict): unknown {
  return clean({
    id: verdict.control,
    name: verdict.control,
    shortDescription: { text: verdict.title },
    help: { text: `secondlock explain ${verdict.control}` },
    defaultConfiguration: { level: levels[verdict.severity] },
    properties: { tags: ["security", verdict.area], severity: verdict.severity },
  });
}

/** Readable on purpose: the control on the target is what stays the same from one audit to the next. */
function fingerprint(verdict: ControlVerdict): string {
  return `${verdict.control}@${verdict.target}`;
}

function location(verdict: ControlVerdict, options: SarifOptions): unknown {
  const host = { name: verdict.target, fullyQualifiedName: verdict.target, kind: "host" };
  const instances = verdict.instances
    .filter((each) => each.instance !== "host" && each.verdict === verdict.verdict)
    .map((each) => ({ name: each.title, fullyQualifiedName: `${verdict.target}/${each.instance}`, kind: "instance" }));
  const file =
    options.serviceFile === undefined
      ? {}
      : { physicalLocation: { artifactLocation: { uri: encodeURI(options.serviceFile) }, region: { startLine: 1 } } };
  return { ...file, logicalLocations: [host, ...instances] };
}

function result(raw: ControlVerdict, ruleIndex: number, options: SarifOptions): unknown {
  const verdict = clean(raw);
  const { exception, inside, outside, evidence } = verdict;
  const message = `${verdict.verdict}: ${verdict.title}, on ${verdict.target}. Inside ${inside.outcome}: ${inside.because}. Outside ${outside.outcome}: ${outside.because}.`;
  const accepted = exception && !exception.expired;
  return {
    ruleId: verdict.control,
    ruleIndex,
    ...standingOf(verdict),
    message: { text: message },
    locations: [location(verdict, options)],
    partialFingerprints: { "secondlockControlAndTarget/v1": fingerprint(verdict) },
    ...(accepted
      ? {
          suppressions: [
            { kind: "external", status: "accepted", justification: `${exception.reason} (until ${exception.until})` },
          ],
        }
      : {}),
    properties: { verdict: verdict.verdict, ...(exception ? { exception } : {}), evidence },
  };
}

function runHead(audit: Audit, rules: readonly ControlVerdict[]): Record<string, unknown> {
  const lost = audit.targets.filter((target) => target.state === "unreachable");
  const { service, version, started, finished, answers, coverage } = clean({ ...audit, targets: [], verdicts: [] });
  const notifications = lost.map((target) => ({
    level: "error",
    message: { text: clean(`${target.id} could not be read: ${target.because ?? "no reason given"}`) },
  }));
  const times = secondsTaken(audit) > 0 ? { startTimeUtc: started, endTimeUtc: finished } : {};
  return {
    tool: { driver: { name: "Secondlock", version, rules: rules.map(rule) } },
    automationDetails: { id: `secondlock/${service}/` },
    invocations: [{ executionSuccessful: lost.length === 0, ...times, toolExecutionNotifications: notifications }],
    columnKind: "utf16CodeUnits",
    properties: {
      answers: answers.map(({ breach, question, answer, because }) => ({ breach, question, answer, because })),
      coverage,
    },
  };
}

/** SARIF 2.1.0, one result a control and target. */
export function* sarifPieces(audit: Audit, options: SarifOptions = {}): Pieces {
  const rules = rulesOf(audit);
  const indices = new Map(rules.map((verdict, index) => [verdict.control, index]));
  yield `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[`;
  yield JSON.stringify(runHead(audit, rules)).slice(0, -1);
  yield `,"results":[`;
  let separator = "\n";
  for (const verdict of audit.verdicts) {
    yield separator + JSON.stringify(result(verdict, indices.get(verdict.control) ?? -1, options));
    separator = ",\n";
  }
  yield "\n]}]}\n";
}

export function sarifReport(audit: Audit, options: SarifOptions = {}): string {
  return joinPieces(sarifPieces(audit, options));
}

export async function writeSarif(audit: Audit, write: Write, options: SarifOptions = {}): Promise<void> {
  await writePieces(sarifPieces(audit, options), write);
}
