import type { Fix, ServiceWanted } from "@secondlock/model";
import { answerBreaches } from "../answer/answer.ts";
import { fixFirst } from "../answer/fix-first.ts";
import { lookUpLocks, resolveWays } from "../answer/resolve.ts";
import type { BreachAnswer, ControlVerdict, FixFirst } from "../audit.ts";
import type { Catalogue } from "./audit-input.ts";

/** Most entries of the list of what to fix first. */
const fixFirstLimit = 20;

export interface Conclusion {
  readonly answers: readonly BreachAnswer[];
  readonly fixFirst: readonly FixFirst[];
  /** Titles of the locks that no part of the product looks at yet. */
  readonly notSeenYet: readonly string[];
}

/** Pure: from the verdicts of every host to the answers, and to what turns most of them. */
export function conclude(service: ServiceWanted, catalogue: Catalogue, verdicts: readonly ControlVerdict[]): Conclusion {
  const ways = resolveWays(service, catalogue.ways, lookUpLocks(catalogue.controls, service.hosts, verdicts));
  const controls = new Map(catalogue.controls.map((control) => [control.id, control]));
  const hosts = new Map(service.hosts.map((host) => [host.id, host]));
  const fix = (control: string, target: string): string => {
    const host = hosts.get(target);
    return host === undefined ? "" : (controls.get(control)?.fix(host) ?? []).map(fixText).join("; ");
  };
  const unseen = ways.flatMap(({ locks }) => locks.filter(({ host }) => host === undefined).map(({ title }) => title));
  return {
    answers: answerBreaches(catalogue.breaches, service, ways),
    fixFirst: fixFirst(catalogue.breaches, service, ways, verdicts, { fix, limit: fixFirstLimit }),
    notSeenYet: [...new Set(unseen)].toSorted(),
  };
}

/** A fix in one line. */
export function fixText(fix: Fix): string {
  return "byHand" in fix ? fix.byHand : `${fix.resource.replace(/^[a-z]+:/, "")}: ${fix.text}`;
}
