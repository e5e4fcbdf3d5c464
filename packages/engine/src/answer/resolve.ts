import {
  type AnyControl,
  type Asset,
  type Domain,
  type HostWanted,
  type Instance,
  type Lock,
  type LockWanted,
  type ServiceWanted,
  theHost,
  type Way,
  type Ways,
} from "@secondlock/model";
import type { ControlVerdict } from "../audit.ts";
import { oneOfEach } from "./one-of-each.ts";
import { bookOf, type KeptVerdict, type VerdictBook } from "./verdict-book.ts";
import { standingOfInstance } from "./standing.ts";

/** A lock of a control on one host, as seen. */
export interface LockSeen extends Pick<Lock, "title" | "domains" | "standing"> {
  /** Absent where the host is not declared, so that the control cannot say: then what the way counts on it to stop. */
  readonly stops?: Lock["stops"];
}

export interface LockLookup {
  /** Whether the catalogue has a control of this id that is a lock. */
  readonly knows: (control: string) => boolean;
  /** Undefined where the control has nothing to say of the instance: there is no lock. Where nothing was judged, the lock is unseen. */
  readonly find: (control: string, host: string, instance: string | undefined) => LockSeen | undefined;
}

/** Looks locks up among the verdicts of an audit. Without an instance, the worst one speaks for the control. */
export function lookUpLocks(
  controls: readonly AnyControl[],
  hosts: readonly HostWanted[],
  verdicts: Iterable<ControlVerdict> | VerdictBook,
): LockLookup {
  const book = "of" in verdicts ? verdicts : bookOf(verdicts);
  const controlsById = new Map(controls.filter((control) => control.lock).map((control) => [control.id, control]));
  const hostsById = new Map(hosts.map((host) => [host.id, host]));
  return {
    knows: (control) => controlsById.has(control),
    find(id, hostId, instanceId) {
      const control = controlsById.get(id);
      if (!control?.lock) return undefined;
      const host = hostsById.get(hostId);
      if (!host) return { title: control.title, domains: [`host:${hostId}`], standing: "unseen" };
      const judged = book.of(id, hostId);
      if (!judged) return unjudged(control, host, instanceId);
      const exact = judged.instances.find(({ instance }) => instance === instanceId);
      const wanted = exact ?? (instanceId === undefined ? worstInstance(judged) : hostInstance(judged));
      if (!wanted) return undefined;
      const shape = control.lock(host, { id: wanted.instance, title: wanted.title });
      return { title: control.title, stops: shape.stops, domains: shape.domains, standing: standingOfInstance(wanted) };
    },
  };
}

/** A host that was not audited has the locks that it would be judged by; how they stand was not seen. */
function unjudged(control: AnyControl, host: HostWanted, instanceId: string | undefined): LockSeen | undefined {
  const all = control.each?.(host) ?? [theHost];
  const named = (id: string): Instance | undefined => all.find((one) => one.id === id);
  const instance = instanceId === undefined ? (all[0] ?? theHost) : (named(instanceId) ?? named(theHost.id));
  const shape = instance && control.lock?.(host, instance);
  return shape && { title: control.title, stops: shape.stops, domains: shape.domains, standing: "unseen" };
}

type Judged = KeptVerdict["instances"][number];

function worstInstance(judged: KeptVerdict): Judged {
  const worst = judged.instances.find(({ verdict }) => verdict === judged.verdict) ?? judged.instances[0];
  return worst ?? { instance: "host", title: "the host", verdict: judged.verdict };
}

/** A control that is judged once for the host speaks for each account, port and database on it. */
function hostInstance(judged: KeptVerdict): Judged | undefined {
  if (judged.instances.length === 0) return { instance: "host", title: "the host", verdict: judged.verdict };
  return judged.instances.find(({ instance }) => instance === "host");
}

/** What a lock depends on in this way, besides what its control says: the control knows its host, the way knows whose key it is. */
function alsoDependsOn(wanted: LockWanted): readonly Domain[] {
  return "domains" in wanted ? wanted.domains : [];
}

function withMore(domains: Lock["domains"], more: readonly Domain[]): Lock["domains"] {
  if (more.length === 0) return domains;
  const [first, ...others] = domains;
  return [first, ...new Set([...others, ...more].filter((domain) => domain !== first))];
}

type Resolve = (wanted: LockWanted, way: Pick<Way, "id" | "harm">) => Lock | undefined;

/** One object per lock, however many ways it stands in: a fleet has millions of places and few locks. */
function rememberingResolve(lookup: LockLookup): Resolve {
  const seen = new Map<string, Lock | undefined>();
  const domain = oneOfEach<Domain>((one) => one);
  const listed = oneOfEach<Lock["domains"]>((all) => all.join("\n"));
  const domainsOf = ([first, ...others]: Lock["domains"]): Lock["domains"] =>
    listed([domain(first), ...others.map(domain)]);
  const stopsOf = oneOfEach<Lock["stops"]>((all) => all.join("\n"));
  const unseen = oneOfEach<Lock>(({ control, title, stops, domains }) =>
    [control, title, stops.join(), ...domains].join("\n"),
  );
  return (wanted, way) => {
    if ("notSeenYet" in wanted) {
      const { notSeenYet: control, title, stops, domains } = wanted;
      return unseen({ control, title, stops: stopsOf(stops), domains: domainsOf(domains), standing: "unseen" });
    }
    const { control, host, instance } = wanted;
    const more = alsoDependsOn(wanted);
    if (!lookup.knows(control)) throw new Error(`way ${way.id} names the lock ${control}, which no control is`);
    const key = `${control}\n${host}\n${instance ?? ""}\n${more.join("\n")}`;
    if (seen.has(key)) return seen.get(key);
    const found = lookup.find(control, host, instance);
    const lock = found && {
      control,
      host,
      ...(instance === undefined ? {} : { instance }),
      ...found,
      stops: stopsOf(found.stops ?? [way.harm]),
      domains: domainsOf(withMore(found.domains, more)),
    };
    // without stops of its own it is another lock in a way to another harm
    if (!found || found.stops) seen.set(key, lock);
    return lock;
  };
}

/** A lock named twice is still one lock. */
function isRepeated(lock: Lock, earlier: readonly Lock[]): boolean {
  return earlier.some(
    (other) =>
      other === lock ||
      (other.control === lock.control &&
        other.host === lock.host &&
        other.instance === lock.instance &&
        other.title === lock.title),
  );
}

/**
 * The ways of a service with their locks as they stand. A control that was judged, but not for what a way names, leaves no lock
 * there; one that was not judged at all on that host is unseen, for what nobody looked at is not known to be open.
 * Throws when a way names a control that does not exist, or that is no lock: a mistake in the catalogue.
 */
export function resolveWays(service: ServiceWanted, families: readonly Ways[], lookup: LockLookup): readonly Way[] {
  const resolve = rememberingResolve(lookup);
  const assetOf = oneOfEach<Asset>(({ id, title, home }) => [id, title, ...home].join("\n"));
  const ways: Way[] = [];
  for (const family of families) {
    for (const { id, title, asset, harm, locks: wanted } of family.ways(service)) {
      const locks: Lock[] = [];
      for (const one of wanted) {
        const lock = resolve(one, { id, harm });
        if (lock && !isRepeated(lock, locks)) locks.push(lock);
      }
      // an array that grew keeps room for more
      ways.push({ id, title, asset: assetOf(asset), harm, locks: locks.slice() });
    }
  }
  return ways;
}
