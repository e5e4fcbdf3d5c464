import type { ServiceWanted } from "./wanted.ts";

/** What takes a lock down in one go. */
export type Domain = `${"credential" | "host" | "path" | "vendor" | "person" | "custody"}:${string}`;

export type Harm = "read" | "change" | "lose" | "stop" | "unnoticed";

/** down: broken, contradiction or luck; unseen: unknown or not seen yet. */
export type Standing = "proven" | "claimed" | "unseen" | "down";

/** What an attacker wants or the team can lose. `home`: whose fall IS the harm. */
export interface Asset {
  readonly id: string;
  readonly title: string;
  readonly home: readonly Domain[];
}

export interface Lock {
  /** Id of the control, or of the part of the product that would look. */
  readonly control: string;
  readonly title: string;
  readonly host?: string;
  readonly instance?: string;
  readonly stops: readonly Harm[];
  readonly domains: readonly [Domain, ...Domain[]];
  readonly standing: Standing;
}

export interface Way {
  readonly id: string;
  readonly title: string;
  readonly asset: Asset;
  readonly harm: Harm;
  readonly locks: readonly Lock[];
}

/** A lock as a way names it: looked up among the verdicts, or one that no part of the product looks at yet. */
export type LockWanted =
  | {
      readonly control: string;
      readonly host: string;
      readonly instance?: string;
      /** What the lock depends on in this way beside its own domains: whose key, whose password. */
      readonly domains?: readonly Domain[];
    }
  | {
      readonly notSeenYet: string;
      readonly title: string;
      readonly stops: readonly Harm[];
      readonly domains: readonly [Domain, ...Domain[]];
    };

export interface WayWanted {
  readonly id: string;
  readonly title: string;
  readonly asset: Asset;
  readonly harm: Harm;
  readonly locks: readonly LockWanted[];
}

/** A family of ways in, derived from the service file: one per person, port, vendor console, copy. */
export interface Ways {
  readonly id: string;
  readonly title: string;
  readonly covers: readonly [string, ...string[]];
  readonly ways: (service: ServiceWanted) => readonly WayWanted[];
}

export function defineWays(ways: Ways): Ways {
  return ways;
}

/** One thing going wrong. */
export interface BreachInstance {
  readonly id: string;
  readonly title: string;
  readonly harms: readonly Harm[];
  readonly fallen: readonly Domain[];
  /** Ids of the assets it threatens; absent: all. */
  readonly assets?: readonly string[];
}

export interface Breach {
  readonly id: string;
  /** As a person asks it, e.g. `An administrator's laptop is lost?` */
  readonly question: string;
  readonly covers: readonly [string, ...string[]];
  /** One per person, host and secret; the worst is shown. */
  readonly instances: (service: ServiceWanted) => readonly BreachInstance[];
}

export function defineBreach(breach: Breach): Breach {
  return breach;
}

export type Answer = "yes" | "one lock left" | "no" | "not known";
