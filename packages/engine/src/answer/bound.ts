import type { Answer, Asset, Domain, Harm, Lock, Way } from "@secondlock/model";

export type Bound = Exclude<Answer, "not known">;

export interface Bounds {
  readonly proven: Bound;
  readonly possible: Bound;
}

/** Says of a lock that it is to be counted as proven, whatever its verdict: what a fix would bring. */
export type Proves = (lock: Lock) => boolean;

export const nothingProved: Proves = () => false;

const ranks = { no: 0, "one lock left": 1, yes: 2 } as const satisfies Record<Bound, number>;

export function isWorse(one: Bound, other: Bound): boolean {
  return ranks[one] < ranks[other];
}

export function worseOf(one: Bound, other: Bound): Bound {
  return isWorse(other, one) ? other : one;
}

/** The proven bound decides, then the possible one. */
export function compareBounds(one: Bounds, other: Bounds): number {
  return ranks[one.proven] - ranks[other.proven] || ranks[one.possible] - ranks[other.possible];
}

export function answerOf(bounds: Bounds): Answer {
  return bounds.proven === bounds.possible ? bounds.proven : "not known";
}

/** Whether the asset itself is in the wrong hands: then nothing stops reading and changing it, and only recovery and detection are left. */
export function hasHappened(asset: Asset, harm: Harm, fallen: ReadonlySet<Domain>): boolean {
  return (harm === "read" || harm === "change") && asset.home.some((domain) => fallen.has(domain));
}

/**
 * A lock that stops nothing marks where its way begins: what has to go wrong before it is tried. A breach is ONE thing going
 * wrong; that the beginning has not gone wrong as well is given. So it counts as one failure more, and is never shown as a lock.
 */
export function isBeginning(lock: Lock): boolean {
  return lock.stops.length === 0;
}

/** Beginnings that have not happened in this breach. */
export function openBeginnings(way: Way, fallen: ReadonlySet<Domain>): readonly Lock[] {
  return way.locks.filter((lock) => isBeginning(lock) && !lock.domains.some((domain) => fallen.has(domain)));
}

function counts(way: Way, lock: Lock, fallen: ReadonlySet<Domain>): boolean {
  return lock.stops.includes(way.harm) && !lock.domains.some((domain) => fallen.has(domain));
}

/** The locks that count, proven or possible: they stop the harm, stand, and have no fallen domain. */
export function holdingLocks(way: Way, fallen: ReadonlySet<Domain>, proves: Proves = nothingProved): readonly Lock[] {
  if (hasHappened(way.asset, way.harm, fallen)) return [];
  return way.locks.filter((lock) => counts(way, lock, fallen) && (lock.standing !== "down" || proves(lock)));
}

/** The locks that would have counted, had they not fallen or been down. */
export function missingLocks(way: Way, fallen: ReadonlySet<Domain>): readonly Lock[] {
  const holding = new Set(holdingLocks(way, fallen));
  return way.locks.filter((lock) => lock.stops.includes(way.harm) && !holding.has(lock));
}

/** Domains whose fall would take all of these locks at once. The asset's own home is not among them: its fall is the harm itself. */
export function sharedDomains(locks: readonly Lock[], asset: Asset): readonly Domain[] {
  const [first, ...others] = locks;
  if (!first) return [];
  return first.domains.filter(
    (domain) => !asset.home.includes(domain) && others.every((lock) => lock.domains.includes(domain)),
  );
}

export function boundOf(locks: readonly Lock[], asset: Asset): Bound {
  if (locks.length === 0) return "no";
  if (locks.length === 1 || sharedDomains(locks, asset).length > 0) return "one lock left";
  return "yes";
}

export function wayBounds(way: Way, fallen: ReadonlySet<Domain>, proves: Proves = nothingProved): Bounds {
  if (hasHappened(way.asset, way.harm, fallen)) return { proven: "no", possible: "no" };
  const beginnings = openBeginnings(way, fallen);
  const holding = holdingLocks(way, fallen, proves);
  const proven = holding.filter((lock) => lock.standing === "proven" || proves(lock));
  return {
    proven: boundOf([...beginnings, ...proven], way.asset),
    possible: boundOf([...beginnings, ...holding], way.asset),
  };
}
