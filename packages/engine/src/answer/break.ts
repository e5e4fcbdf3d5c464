import type { Answer, Domain, Lock, ServiceWanted, Way } from "@secondlock/model";
import type { LockReport, WayReport } from "../audit.ts";
import { answerOf, isBeginning, isWorse, wayBounds, worseOf, type Bounds } from "./bound.ts";
import { select, selectable } from "./selector.ts";
import { indexWays, threatenedWays } from "./threat.ts";
import { lockReport, wayReport } from "./way-report.ts";

export interface CheapestLock {
  readonly lock: LockReport;
  /** `prove` it where it is; or it falls with what was lost, and is to be kept somewhere else. */
  readonly how: "prove" | "keep elsewhere";
  /** Ids of the ways that would hold better. */
  readonly turns: readonly string[];
}

export type Broken =
  | {
      readonly found: true;
      readonly selector: string;
      readonly title: string;
      readonly fallen: readonly Domain[];
      readonly answer: Answer;
      /** Ways with no lock left, proven or possible. */
      readonly opens: readonly WayReport[];
      /** Ways on which proven and possible locks tell different answers. */
      readonly unknown: readonly WayReport[];
      readonly oneLockLeft: readonly WayReport[];
      /** Ids of the ways on which two locks that share nothing are left. */
      readonly holds: readonly string[];
      /** The single lock which, once proven, betters most ways; absent when nothing known would. */
      readonly cheapest?: CheapestLock;
    }
  | { readonly found: false; readonly selector: string; readonly hint: string; readonly selectors: readonly string[] };

type How = CheapestLock["how"];

interface Candidate {
  readonly lock: Lock;
  readonly how: How;
  readonly cost: number;
  readonly turns: string[];
}

/** What is nearly there costs least; then what exists and is not right, or lies in the wrong place; then what no part of the product brings yet. */
function costOf(lock: Lock, how: How, at: number): number {
  const part = lock.host === undefined ? 10 : 0;
  // The first lock of a way is the key itself: better keep the second one elsewhere.
  if (how === "keep elsewhere") return part + 3 - at / 100;
  return part + { proven: 0, claimed: 0, unseen: 1, down: 2 }[lock.standing];
}

function identity({ control, host, title }: Lock): string {
  return host === undefined ? `${control}\n\n${title}` : `${control}\n${host}`;
}

/** A host or a network path cannot be kept elsewhere; keys, second factors and accounts can. */
function movable(domain: Domain): boolean {
  return !domain.startsWith("host:") && !domain.startsWith("path:");
}

/** The lock as it would be, or nothing where no work on it would make it stand in this breach. */
function improved(lock: Lock, fallen: ReadonlySet<Domain>): { readonly how: How; readonly lock: Lock } | undefined {
  const lost = lock.domains.filter((domain) => fallen.has(domain));
  if (lost.length === 0)
    return lock.standing === "proven" ? undefined : { how: "prove", lock: { ...lock, standing: "proven" } };
  if (!lost.every(movable)) return undefined;
  const domains = [
    `custody:elsewhere-${lock.control}`,
    ...lock.domains.filter((domain) => !fallen.has(domain)),
  ] as const;
  return { how: "keep elsewhere", lock: { ...lock, standing: "proven", domains } };
}

function betters(now: Bounds, way: Way, fallen: ReadonlySet<Domain>, from: Lock, to: Lock): boolean {
  const then = wayBounds({ ...way, locks: way.locks.map((lock) => (lock === from ? to : lock)) }, fallen);
  return isWorse(now.proven, then.proven) || isWorse(now.possible, then.possible);
}

function cheapestLock(ways: readonly Way[], fallen: ReadonlySet<Domain>): CheapestLock | undefined {
  const candidates = new Map<string, Candidate>();
  for (const way of ways) {
    const now = wayBounds(way, fallen);
    for (const [at, lock] of way.locks.entries()) {
      const better = isBeginning(lock) ? undefined : improved(lock, fallen);
      if (!better || !betters(now, way, fallen, lock, better.lock)) continue;
      const key = better.how === "prove" ? identity(lock) : `${lock.control}\n${better.how}`;
      const candidate = candidates.get(key) ?? { lock, how: better.how, cost: costOf(lock, better.how, at), turns: [] };
      if (candidate.turns.at(-1) !== way.id) candidate.turns.push(way.id);
      candidates.set(key, candidate);
    }
  }
  const [best] = [...candidates.entries()].toSorted(
    ([oneKey, one], [otherKey, other]) =>
      other.turns.length - one.turns.length || one.cost - other.cost || (oneKey < otherKey ? -1 : 1),
  );
  return best && { lock: lockReport(best[1].lock), how: best[1].how, turns: best[1].turns };
}

/** What would open if this were lost: `laptop:ada-laptop`, `host:app-1`, `vendor:hetzner`, `person:ada`, `backup-place:offsite-1`. */
export function breakDomain(selector: string, service: ServiceWanted, ways: readonly Way[]): Broken {
  const index = indexWays(ways);
  const selected = select(selector, service, index);
  if (!selected) {
    const selectors = selectable(service).map((one) => one.selector);
    const hint =
      selectors.length > 0 ? `name one of: ${selectors.join(", ")}` : "the service file declares nothing to break";
    return { found: false, selector, hint, selectors };
  }
  const fallen = new Set(selected.fallen);
  const harms = ["read", "change", "lose", "stop", "unnoticed"] as const;
  const instance = { id: selector, title: selected.title, harms, fallen: selected.fallen };
  const threatened = [...threatenedWays(index, instance)].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const byAnswer: Record<Answer, Way[]> = { yes: [], "one lock left": [], no: [], "not known": [] };
  let bounds: Bounds = { proven: "yes", possible: "yes" };
  for (const way of threatened) {
    const found = wayBounds(way, fallen);
    byAnswer[answerOf(found)].push(way);
    bounds = { proven: worseOf(bounds.proven, found.proven), possible: worseOf(bounds.possible, found.possible) };
  }
  const report = (ways: readonly Way[]): readonly WayReport[] => ways.map((way) => wayReport(way, fallen));
  const cheapest = cheapestLock([...byAnswer.no, ...byAnswer["not known"], ...byAnswer["one lock left"]], fallen);
  return {
    found: true,
    selector,
    title: selected.title,
    fallen: selected.fallen,
    answer: threatened.length === 0 ? "not known" : answerOf(bounds),
    opens: report(byAnswer.no),
    unknown: report(byAnswer["not known"]),
    oneLockLeft: report(byAnswer["one lock left"]),
    holds: byAnswer.yes.map(({ id }) => id),
    ...(cheapest ? { cheapest } : {}),
  };
}
