import type { AnyControl, Fix, ServiceWanted, Way } from "@secondlock/model";
import { answerBreach } from "../answer/answer.ts";
import { rankFixes } from "../answer/fix-first.ts";
import { lookUpLocks, resolveWays } from "../answer/resolve.ts";
import { indexWays } from "../answer/threat.ts";
import type { OpenVerdict, VerdictBook } from "../answer/verdict-book.ts";
import { weigh } from "../answer/weighing.ts";
import type { BreachAnswer, FixFirst } from "../audit.ts";
import type { Catalogue } from "./audit-input.ts";

/** Most entries of the list of what to fix first. */
const fixFirstLimit = 20;

export interface Conclusion {
  readonly answers: readonly BreachAnswer[];
  readonly fixFirst: readonly FixFirst[];
  /** Titles of the locks that no part of the product looks at yet. */
  readonly notSeenYet: readonly string[];
}

/**
 * Pure: from the verdicts to the answers, and to what turns most of them. `service` is the whole one, also where only some of its
 * hosts were audited: the others are unseen, and a question about them is not answered by leaving them out.
 */
export function conclude(service: ServiceWanted, catalogue: Catalogue, verdicts: VerdictBook): Conclusion {
  const ways = resolveWays(service, catalogue.ways, lookUpLocks(catalogue.controls, service.hosts, verdicts));
  const controls = new Map(catalogue.controls.map((control) => [control.id, control]));
  const hosts = new Map(service.hosts.map((host) => [host.id, host]));
  const fix = (control: string, target: string): string => {
    const [host, kept] = [hosts.get(target), verdicts.of(control, target)];
    if (host === undefined || kept === undefined) return "";
    if (kept.because === "needs root") return "Look again as root, or with a login that may use sudo.";
    if (kept.verdict === "unknown") return `Find out first: ${kept.because}.`;
    if (kept.verdict === "claimed") return `It holds inside. Let an attempt prove it: ${kept.because}.`;
    return (controls.get(control)?.fix(host) ?? []).map(fixText).join("; ");
  };
  const index = indexWays(ways);
  const ranking = rankFixes();
  // one breach after the other: what one comes to may be a large part of all ways
  const answers = catalogue.breaches.map((breach) => {
    const weighing = weigh(breach, service, index);
    ranking.note(breach.id, weighing);
    return answerBreach(breach, weighing);
  });
  return {
    answers,
    fixFirst: ranking.first(toBeDone(verdicts, controls), { fix, limit: fixFirstLimit }),
    notSeenYet: unseenLocks(ways),
  };
}

/** A mark that stops nothing is where a way begins, and no lock. */
function unseenLocks(ways: readonly Way[]): readonly string[] {
  const unseen = new Set<string>();
  for (const { locks } of ways) {
    for (const { host, stops, title } of locks) if (host === undefined && stops.length > 0) unseen.add(title);
  }
  return [...unseen].toSorted();
}

function* toBeDone(verdicts: VerdictBook, controls: ReadonlyMap<string, AnyControl>): Generator<OpenVerdict> {
  for (const verdict of verdicts.open())
    if (canBeDone(verdict, controls) && !isOutOfReach(verdict, verdicts)) yield verdict;
}

/** What only the outer machine of a container could show is nothing to find out on it. */
function isOutOfReach({ verdict, control, target }: OpenVerdict, verdicts: VerdictBook): boolean {
  return verdict === "unknown" && (verdicts.of(control, target)?.because ?? "").startsWith("in a container");
}

/** What already holds inside and cannot be attempted is nothing that anybody could do more about. */
function canBeDone({ verdict, control }: OpenVerdict, controls: ReadonlyMap<string, AnyControl>): boolean {
  const attempt = controls.get(control)?.attempt;
  return verdict !== "claimed" || (attempt !== undefined && !("none" in attempt));
}

/** A fix in one line. */
export function fixText(fix: Fix): string {
  if ("byHand" in fix) return fix.byHand;
  const resource = fix.resource.replace(/^[a-z]+:/, "");
  return fix.text.includes(resource) ? fix.text : `${resource}: ${fix.text}`;
}
