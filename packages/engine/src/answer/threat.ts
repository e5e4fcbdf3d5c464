import type { BreachInstance, Domain, Way } from "@secondlock/model";

/** Ways by the domains that they touch, so that a breach on one host of ten thousand looks at the ways of that host only. */
export interface WayIndex {
  readonly ways: readonly Way[];
  readonly touching: ReadonlyMap<Domain, readonly Way[]>;
}

/** Everything a way depends on: the domains of its locks, also of those that are down, and the home of its asset. */
export function domainsOf(way: Way): ReadonlySet<Domain> {
  const domains = new Set<Domain>(way.asset.home);
  for (const lock of way.locks) for (const domain of lock.domains) domains.add(domain);
  return domains;
}

export function indexWays(ways: readonly Way[]): WayIndex {
  const touching = new Map<Domain, Way[]>();
  for (const way of ways) {
    for (const domain of domainsOf(way)) {
      const list = touching.get(domain);
      if (list) list.push(way);
      else touching.set(domain, [way]);
    }
  }
  return { ways, touching };
}

/**
 * The ways that a breach threatens: those that depend on something it fells, to the assets and harms it is about.
 * Whether a way is threatened hangs on what stands in it, never on verdicts: proving a lock cannot bring a way in or drop one.
 * Ways that nothing fallen touches are left to the breaches that do; else one open way would be the answer to every question.
 */
export function threatenedWays(index: WayIndex, instance: BreachInstance): ReadonlySet<Way> {
  const assets = instance.assets && new Set(instance.assets);
  const threatened = new Set<Way>();
  for (const domain of instance.fallen) {
    for (const way of index.touching.get(domain) ?? []) {
      if (instance.harms.includes(way.harm) && (!assets || assets.has(way.asset.id))) threatened.add(way);
    }
  }
  return threatened;
}
