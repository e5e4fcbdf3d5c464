import type { Domain, Lock, Way } from "@secondlock/model";
import type { LockReport, WayReport } from "../audit.ts";
import { holdingLocks, missingLocks, sharedDomains } from "./bound.ts";

const standings = { proven: 0, claimed: 1, unseen: 2, down: 3 } as const;

function lockId(lock: Lock): string {
  return `${lock.control} ${lock.host ?? ""} ${lock.instance ?? ""}`;
}

/** The best-known locks first; ids break ties. */
export function sortLocks(locks: readonly Lock[]): readonly Lock[] {
  return locks.toSorted(
    (one, other) => standings[one.standing] - standings[other.standing] || (lockId(one) < lockId(other) ? -1 : 1),
  );
}

export function lockReport(lock: Lock): LockReport {
  return {
    control: lock.control,
    title: lock.title,
    ...(lock.host === undefined ? {} : { host: lock.host }),
    ...(lock.instance === undefined ? {} : { instance: lock.instance }),
    standing: lock.standing,
    domains: lock.domains,
  };
}

export function wayReport(way: Way, fallen: ReadonlySet<Domain>): WayReport {
  return {
    id: way.id,
    title: way.title,
    asset: way.asset.title,
    harm: way.harm,
    holding: sortLocks(holdingLocks(way, fallen)).map(lockReport),
    missing: sortLocks(missingLocks(way, fallen)).map(lockReport),
  };
}

/** Of the proven locks left on a way, the fewest that tell the answer: two that share nothing, else all that share one domain, else the one. */
export function tellingLocks(way: Way, fallen: ReadonlySet<Domain>): readonly Lock[] {
  const proven = sortLocks(holdingLocks(way, fallen).filter((lock) => lock.standing === "proven"));
  for (const [at, one] of proven.entries()) {
    const second = proven.slice(at + 1).find((other) => sharedDomains([one, other], way.asset).length === 0);
    if (second) return [one, second];
  }
  return proven;
}
