import type { Breach, Lock, ServiceWanted, Severity, Verdict, Way } from "@secondlock/model";
import type { ControlVerdict, FixFirst } from "../audit.ts";
import { isWorse, wayBounds, type Bound, type Proves } from "./bound.ts";
import { indexWays } from "./threat.ts";
import { weigh, type Case, type Weighing } from "./weighing.ts";

export interface FixFirstWanted {
  /** How it is fixed, in one line. */
  readonly fix: (control: string, target: string) => string;
  readonly limit: number;
}

const severities = { high: 0, medium: 1, low: 2 } as const satisfies Record<Severity, number>;

const urgencies = {
  contradiction: 0,
  broken: 1,
  luck: 2,
  claimed: 3,
  unknown: 4,
  "not seen yet": 5,
  "not applicable": 6,
  proven: 7,
} as const satisfies Record<Verdict, number>;

function getsBetter(cases: readonly Case[], bound: Bound, side: "proven" | "possible", proves: Proves): boolean {
  return cases.length > 0 && cases.every(({ way, fallen }) => isWorse(bound, wayBounds(way, fallen, proves)[side]));
}

function turns({ bounds, worstProven, worstPossible }: Weighing, proves: Proves): boolean {
  return (
    getsBetter(worstProven, bounds.proven, "proven", proves) ||
    getsBetter(worstPossible, bounds.possible, "possible", proves)
  );
}

/** Only a lock on the first of the worst cases can lift them all, so no other one needs to be tried. */
function candidates({ worstProven, worstPossible }: Weighing): readonly Lock[] {
  const cases = [worstProven[0], worstPossible[0]].filter((one) => one !== undefined);
  return cases.flatMap(({ way }) => way.locks).filter((lock) => lock.host !== undefined && lock.standing !== "proven");
}

function place(control: string, host: string | undefined): string {
  return `${control}\n${host ?? ""}`;
}

interface Turned {
  readonly alone: ReadonlyMap<string, ReadonlySet<string>>;
  readonly everywhere: ReadonlyMap<string, ReadonlySet<string>>;
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

function findTurned(breaches: readonly Breach[], service: ServiceWanted, ways: readonly Way[]): Turned {
  const index = indexWays(ways);
  const alone = new Map<string, Set<string>>();
  const everywhere = new Map<string, Set<string>>();
  for (const breach of breaches) {
    const weighing = weigh(breach, service, index);
    const tried = new Set<string>();
    for (const { control, host } of candidates(weighing)) {
      const key = place(control, host);
      if (!tried.has(key) && turns(weighing, (lock) => lock.control === control && lock.host === host)) {
        add(alone, key, breach.id);
      }
      if (!tried.has(control) && turns(weighing, (lock) => lock.control === control)) {
        add(everywhere, control, breach.id);
      }
      tried.add(key).add(control);
    }
  }
  return { alone, everywhere };
}

/**
 * What to fix first: the controls by the number of breaches that get better when this one is proven on this target (either bound
 * counts), then by those that do when it is proven everywhere (in a fleet one host alone turns nothing), then by severity.
 */
export function fixFirst(
  breaches: readonly Breach[],
  service: ServiceWanted,
  ways: readonly Way[],
  verdicts: Iterable<ControlVerdict>,
  wanted: FixFirstWanted,
): readonly FixFirst[] {
  const { alone, everywhere } = findTurned(breaches, service, ways);
  const open: ControlVerdict[] = [];
  for (const verdict of verdicts) {
    if (verdict.verdict !== "proven" && verdict.verdict !== "not applicable") open.push(verdict);
  }
  const ranked = open.map((verdict) => ({
    verdict,
    turns: [...(alone.get(place(verdict.control, verdict.target)) ?? [])].toSorted(),
    everywhere: everywhere.get(verdict.control)?.size ?? 0,
  }));
  ranked.sort(
    (one, other) =>
      other.turns.length - one.turns.length ||
      other.everywhere - one.everywhere ||
      severities[one.verdict.severity] - severities[other.verdict.severity] ||
      urgencies[one.verdict.verdict] - urgencies[other.verdict.verdict] ||
      (place(one.verdict.control, one.verdict.target) < place(other.verdict.control, other.verdict.target) ? -1 : 1),
  );
  return ranked.slice(0, wanted.limit).map(({ verdict: { control, target, title, verdict }, turns: turned }) => ({
    control,
    target,
    title,
    verdict,
    turns: turned,
    fix: wanted.fix(control, target),
  }));
}
