import type { Breach, BreachInstance, Domain, ServiceWanted, Way } from "@secondlock/model";
import { compareBounds, isWorse, wayBounds, worseOf, type Bounds } from "./bound.ts";
import { threatenedWays, type WayIndex } from "./threat.ts";

/** One way, seen in one instance of a breach. */
export interface Case {
  readonly way: Way;
  readonly instance: BreachInstance;
  readonly fallen: ReadonlySet<Domain>;
}

/** What a breach comes to over all its instances and all ways that they threaten. */
export interface Weighing {
  readonly instances: readonly BreachInstance[];
  readonly threatened: number;
  readonly bounds: Bounds;
  /** Absent when nothing is threatened. */
  readonly weakest?: Case;
  /** The cases that set the proven bound, and those that set the possible one: all of them have to get better before the answer does. */
  readonly worstProven: readonly Case[];
  readonly worstPossible: readonly Case[];
}

/** Ids break ties, so that the order of instances, ways and locks never shows. */
function comesBefore(one: Case, other: Case): boolean {
  if (one.instance.id !== other.instance.id) return one.instance.id < other.instance.id;
  return one.way.id < other.way.id;
}

export function weigh(breach: Breach, service: ServiceWanted, index: WayIndex): Weighing {
  const instances = breach.instances(service);
  let bounds: Bounds = { proven: "yes", possible: "yes" };
  let weakest: { readonly at: Case; readonly bounds: Bounds } | undefined;
  let worstProven: Case[] = [];
  let worstPossible: Case[] = [];
  let threatened = 0;
  for (const instance of instances) {
    const fallen = new Set(instance.fallen);
    for (const way of threatenedWays(index, instance)) {
      threatened += 1;
      const at: Case = { way, instance, fallen };
      const found = wayBounds(way, fallen);
      if (isWorse(found.proven, bounds.proven)) worstProven = [];
      if (isWorse(found.possible, bounds.possible)) worstPossible = [];
      bounds = {
        proven: worseOf(bounds.proven, found.proven),
        possible: worseOf(bounds.possible, found.possible),
      };
      if (found.proven === bounds.proven) worstProven.push(at);
      if (found.possible === bounds.possible) worstPossible.push(at);
      const order = weakest ? compareBounds(found, weakest.bounds) : -1;
      if (order < 0 || (order === 0 && weakest && comesBefore(at, weakest.at))) weakest = { at, bounds: found };
    }
  }
  if (!weakest) {
    return { instances, threatened, bounds: { proven: "no", possible: "yes" }, worstProven: [], worstPossible: [] };
  }
  return { instances, threatened, bounds, weakest: weakest.at, worstProven, worstPossible };
}
