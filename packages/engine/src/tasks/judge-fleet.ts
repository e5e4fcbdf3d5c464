import type { HostWanted, ServiceWanted } from "@secondlock/model";
import { verdictBook } from "../answer/verdict-book.ts";
import { auditSchema, type Coverage, type TargetReport } from "../audit.ts";
import type { Snapshot } from "../collect/collect.ts";
import { type AttemptResults, judge } from "../judge/judge.ts";
import { auditStream } from "../report/json-stream.ts";
import type { Write } from "../report/pieces.ts";
import type { Catalogue } from "./audit-input.ts";
import { conclude, type Conclusion } from "./conclude.ts";
import { countCoverage } from "./coverage.ts";

/** One host of a fleet as it comes: read now, or recorded earlier. */
export interface FleetHost {
  readonly wanted: HostWanted;
  readonly target: TargetReport;
  readonly snapshot: Snapshot;
  readonly attempts: AttemptResults;
}

export interface FleetInput {
  readonly service: ServiceWanted;
  readonly catalogue: Catalogue;
  readonly version: string;
  readonly started: Date;
}

export interface FleetResult extends Conclusion {
  readonly coverage: Coverage;
}

/**
 * Judges hosts one after the other and writes their verdicts as they come, so that what is held does not grow with the
 * evidence: of each host only its targets line and how its controls stand is kept for the answers.
 */
export async function judgeFleet(
  { service, catalogue, version, started }: FleetInput,
  hosts: Iterable<FleetHost> | AsyncIterable<FleetHost>,
  write: Write,
): Promise<FleetResult> {
  const today = started.toISOString().slice(0, 10);
  const stream = auditStream(
    { schema: auditSchema, version, service: service.name, started: started.toISOString() },
    write,
  );
  const book = verdictBook();
  const count = countCoverage(catalogue.controls.length);
  const targets: TargetReport[] = [];
  for await (const { wanted, target, snapshot, attempts } of hosts) {
    const input = { wanted, snapshot, attempts, exceptions: service.exceptions, today };
    const judged = catalogue.controls.map((control) => judge(control, input));
    for (const verdict of judged) book.add(verdict);
    count.add(snapshot, judged);
    targets.push(target);
    await stream.verdicts(judged);
  }
  const conclusion = conclude(service, catalogue, book);
  const coverage = count.result(conclusion.notSeenYet);
  const { answers, fixFirst } = conclusion;
  await stream.end({ finished: new Date().toISOString(), targets, answers, fixFirst, coverage });
  return { ...conclusion, coverage };
}
