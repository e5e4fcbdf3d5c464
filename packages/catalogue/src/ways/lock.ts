import type { Domain, Harm, LockWanted } from "@secondlock/model";

export type Domains = readonly [Domain, ...Domain[]];

interface Where {
  readonly instance?: string;
  /** What the lock depends on in this way, besides its host: whose key, whose password. */
  readonly domains?: readonly Domain[];
}

/** A control of a host as a lock. */
export function lockOf(control: string, host: string, where: Where = {}): LockWanted {
  return { control, host, ...where };
}

/** Several controls of one host, each judged once for the host. */
export function locksOf(host: string, ...controls: readonly string[]): readonly LockWanted[] {
  return controls.map((control) => lockOf(control, host));
}

/** A lock that a later part of the product brings. */
export function notSeenYet(id: string, title: string, stops: Harm | readonly Harm[], ...domains: Domains): LockWanted {
  return { notSeenYet: id, title, stops: typeof stops === "string" ? [stops] : stops, domains };
}

/** Id of the mark at the beginning of a way. */
export const wayBegins = "way-begins";

/**
 * What has to go wrong before this way is tried. It stops nothing, which is how an answer tells it from a lock: its domains tie
 * the way to the breaches that begin it, and in any other breach it is one thing more that would have to go wrong.
 */
export function begins(title: string, ...domains: Domains): LockWanted {
  return { notSeenYet: wayBegins, title, stops: [], domains };
}

/** What begins with an account on a host begins also for whoever has the whole host. */
export function beginsOn(host: string, title: string, ...domains: Domains): LockWanted {
  return begins(title, ...domains, `host:${host}`);
}
