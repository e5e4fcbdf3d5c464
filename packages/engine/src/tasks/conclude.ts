import type { AnyControl, Fix, ServiceWanted } from "@secondlock/model";
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
export function conclude(
  service: ServiceWanted,
  catalogue: Catalogue,
  verdicts: readonly ControlVerdict[],
): Conclusion {
  const ways = resolveWays(service, catalogue.ways, lookUpLocks(catalogue.controls, service.hosts, verdicts));
  const controls = new Map(catalogue.controls.map((control) => [control.id, control]));
  const hosts = new Map(service.hosts.map((host) => [host.id, host]));
  const open = verdicts.filter((verdict) => canBeDone(verdict, controls));
  const byPlace = new Map(open.map((verdict) => [`${verdict.control}\n${verdict.target}`, verdict]));
  const fix = (control: string, target: string): string => {
    const [host, verdict] = [hosts.get(target), byPlace.get(`${control}\n${target}`)];
    if (host === undefined || verdict === undefined) return "";
    if (verdict.verdict === "unknown") return `Find out first: ${verdict.inside.because}.`;
    if (verdict.verdict === "claimed") return `It holds inside. Let an attempt prove it: ${verdict.outside.because}.`;
    return (controls.get(control)?.fix(host) ?? []).map(fixText).join("; ");
  };
  // a mark that stops nothing is where a way begins, and no lock
  const unseen = ways.flatMap(({ locks }) =>
    locks.filter(({ host, stops }) => host === undefined && stops.length > 0).map(({ title }) => title),
  );
  return {
    answers: answerBreaches(catalogue.breaches, service, ways),
    fixFirst: fixFirst(catalogue.breaches, service, ways, open, { fix, limit: fixFirstLimit }),
    notSeenYet: [...new Set(unseen)].toSorted(),
  };
}

/** What already holds inside and cannot be attempted is nothing that anybody could do more about. */
function canBeDone({ verdict, control }: ControlVerdict, controls: ReadonlyMap<string, AnyControl>): boolean {
  const attempt = controls.get(control)?.attempt;
  return verdict !== "claimed" || (attempt !== undefined && !("none" in attempt));
}

/** A fix in one line. */
export function fixText(fix: Fix): string {
  if ("byHand" in fix) return fix.byHand;
  const resource = fix.resource.replace(/^[a-z]+:/, "");
  return fix.text.includes(resource) ? fix.text : `${resource}: ${fix.text}`;
}
