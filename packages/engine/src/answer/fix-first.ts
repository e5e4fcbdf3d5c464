import { type Breach, type Lock, type ServiceWanted, severityRank, type Verdict, type Way } from "@secondlock/model";
import type { FixFirst } from "../audit.ts";
import { isWorse, wayBounds, type Bound, type Proves } from "./bound.ts";
import type { OpenVerdict } from "./verdict-book.ts";
import { indexWays } from "./threat.ts";
import { weigh, type Case, type Weighing } from "./weighing.ts";

export interface FixFirstWanted {
  /** How it is fixed, in one line. */
  readonly fix: (control: string, target: string) => string;
  readonly limit: number;
}

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

/** What each lock would turn: alone on its host, and proven everywhere. */
interface Turned {
  readonly alone: Map<string, Set<string>>;
  readonly everywhere: Map<string, Set<string>>;
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

function noteTurned({ alone, everywhere }: Turned, breach: string, weighing: Weighing): void {
  const tried = new Set<string>();
  for (const { control, host } of candidates(weighing)) {
    const key = place(control, host);
    if (!tried.has(key) && turns(weighing, (lock) => lock.control === control && lock.host === host)) {
      add(alone, key, breach);
    }
    if (!tried.has(control) && turns(weighing, (lock) => lock.control === control)) {
      add(everywhere, control, breach);
    }
    tried.add(key).add(control);
  }
}

interface Ranked {
  readonly verdict: OpenVerdict;
  readonly turns: readonly string[];
  readonly everywhere: number;
}

/** What is known to be wrong comes before what nobody could see. */
function isWrong({ verdict }: Ranked): boolean {
  return urgencies[verdict.verdict] <= urgencies.luck;
}

function order(one: Ranked, other: Ranked): number {
  return (
    other.turns.length - one.turns.length ||
    Number(isWrong(other)) - Number(isWrong(one)) ||
    other.everywhere - one.everywhere ||
    severityRank[one.verdict.severity] - severityRank[other.verdict.severity] ||
    urgencies[one.verdict.verdict] - urgencies[other.verdict.verdict] ||
    (place(one.verdict.control, one.verdict.target) < place(other.verdict.control, other.verdict.target) ? -1 : 1)
  );
}

/** The first of millions, without an order among the rest. */
function firstOf(all: Iterable<Ranked>, limit: number): readonly Ranked[] {
  const first: Ranked[] = [];
  for (const one of all) {
    const last = first.at(-1);
    if (first.length >= limit && last && order(one, last) >= 0) continue;
    const at = first.findIndex((other) => order(one, other) < 0);
    first.splice(at < 0 ? first.length : at, 0, one);
    if (first.length > limit) first.pop();
  }
  return first;
}

export interface FixRanking {
  /** Takes in what one breach comes to. */
  readonly note: (breach: string, weighing: Weighing) => void;
  readonly first: (verdicts: Iterable<OpenVerdict>, wanted: FixFirstWanted) => readonly FixFirst[];
}

/**
 * What to fix first: the controls by the number of breaches that get better when this one is proven on this target (either bound
 * counts), then by those that do when it is proven everywhere (in a fleet one host alone turns nothing), then by severity.
 */
export function rankFixes(): FixRanking {
  const turned: Turned = { alone: new Map(), everywhere: new Map() };
  function* ranked(verdicts: Iterable<OpenVerdict>): Generator<Ranked> {
    for (const verdict of verdicts) {
      if (verdict.verdict === "proven" || verdict.verdict === "not applicable") continue;
      const alone = turned.alone.get(place(verdict.control, verdict.target));
      yield {
        verdict,
        turns: alone ? [...alone].toSorted() : [],
        everywhere: turned.everywhere.get(verdict.control)?.size ?? 0,
      };
    }
  }
  return {
    note: (breach, weighing) => noteTurned(turned, breach, weighing),
    first: (verdicts, wanted) =>
      firstOf(ranked(verdicts), wanted.limit).map(({ verdict: { control, target, title, verdict }, turns }) => ({
        control,
        target,
        title,
        verdict,
        turns,
        fix: wanted.fix(control, target),
      })),
  };
}

export function fixFirst(
  breaches: readonly Breach[],
  service: ServiceWanted,
  ways: readonly Way[],
  verdicts: Iterable<OpenVerdict>,
  wanted: FixFirstWanted,
): readonly FixFirst[] {
  const index = indexWays(ways);
  const ranking = rankFixes();
  for (const breach of breaches) ranking.note(breach.id, weigh(breach, service, index));
  return ranking.first(verdicts, wanted);
}
