import type { Observation, Probe, Vantage } from "@secondlock/model";
import type { Target } from "../targets/target.ts";
import type { AttemptHost } from "./attempt-host.ts";
import type { ProbeResult } from "./attempts.ts";
import { type Pace, paceFor } from "./pace.ts";
import type { PlannedProbe } from "./plan-attempts.ts";
import { goesThroughJump, overLogin } from "./probe-kinds.ts";
import { askTwice } from "./ask-twice.ts";
import { failed, type ProbePlace } from "./probe-runner.ts";
import { probeFromHere, probeFromThere, type ProbeTask } from "./prober.ts";

/** SSH probes under way at once on one host: well under the 10 of MaxStartups. */
const sideBySide = 4;

export interface RunProbes {
  readonly hosts: readonly AttemptHost[];
  readonly targets: ReadonlyMap<Vantage, Target>;
  readonly softwareAt: (host: string, address: string) => string;
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

/**
 * Makes each probe once: first from here, hosts side by side and the probes of one host a few at a time; then from the
 * other vantages.
 */
export async function runProbes(
  all: readonly PlannedProbe[],
  how: RunProbes,
): Promise<ReadonlyMap<string, ProbeResult>> {
  const probes = [...new Map(all.map((probe) => [probe.key, probe] as const)).values()];
  const results = new Map<string, ProbeResult>();
  const keep = (probe: PlannedProbe, observation: Observation): void => {
    results.set(probe.key, { observation, at: new Date().toISOString() });
    how.onProgress?.(results.size, probes.length);
  };
  const byHost = Map.groupBy(probes, ({ host }) => host);
  await Promise.all(how.hosts.map((host) => fromHere(host, byHost.get(host.wanted.id) ?? [], how, keep)));
  const passwordSeen = new Set(
    probes.filter((probe) => offersPassword(results.get(probe.key)?.observation)).map(accountKey),
  );
  const byVantage = Map.groupBy(probes, ({ vantage }) => vantage);
  await Promise.all(
    [...how.targets].map(async ([vantage, target]) => {
      const wanted = byVantage.get(vantage) ?? [];
      const [again, once] = [true, false].map((seen) =>
        wanted.filter((probe) => (probe.probe.kind === "ssh-greeting" && passwordSeen.has(accountKey(probe))) === seen),
      );
      for (const probe of again ?? [])
        keep(probe, failed("not asked again: there each asking counts as a failed login of the account"));
      const { first, later } = oneGreetingEach(once ?? []);
      await fromThere(target, first, how, keep);
      const open = later.filter(({ probe, after }) => {
        const seen = results.get(after.key)?.observation;
        if (seen?.kind === "closed") keep(probe, seen);
        return seen?.kind !== "closed";
      });
      await fromThere(
        target,
        open.map(({ probe }) => probe),
        how,
        keep,
      );
    }),
  );
  return results;
}

/**
 * A server that takes passwords may try the empty one for a client that offers nothing (PermitEmptyPasswords), and count
 * a failed login. Seen from here once, such an account is not asked from elsewhere, so that it is never locked out.
 */
function offersPassword(observation: Observation | undefined): boolean {
  return observation?.kind === "ssh-greeting" && observation.methods.includes("password");
}

function accountKey({ host, probe }: PlannedProbe): string {
  return `${host}\n${"account" in probe ? probe.account : ""}`;
}

/** The first greeting at each address, with all that is no greeting; and the greetings that come after one of them. Pure. */
export function oneGreetingEach(probes: readonly PlannedProbe[]): {
  readonly first: readonly PlannedProbe[];
  readonly later: readonly { readonly probe: PlannedProbe; readonly after: PlannedProbe }[];
} {
  const greeted = new Map<string, PlannedProbe>();
  const first: PlannedProbe[] = [];
  const later: { probe: PlannedProbe; after: PlannedProbe }[] = [];
  for (const probe of probes) {
    const after = probe.probe.kind === "ssh-greeting" ? greeted.get(probe.address) : undefined;
    if (after !== undefined) later.push({ probe, after });
    else first.push(probe);
    if (probe.probe.kind === "ssh-greeting" && after === undefined) greeted.set(probe.address, probe);
  }
  return { first, later };
}

/** Where nothing answers one greeting, nothing answers the next: it is not waited for again. Other probes have no such place. */
function greetingPlace({ probe, address }: PlannedProbe): string {
  return probe.kind === "ssh-greeting" ? address : "";
}

const wentSilent = failed("sshd answered when this audit began and does no more: it may have banned the operator");

/** An SSH server that spoke in this run and is silent now refuses this place, not this attempt. Pure. */
export function sinceItSpoke(seen: Observation, probe: Probe, software: string): Observation {
  return seen.kind === "closed" && software !== "" && probe.kind.startsWith("ssh-") ? wentSilent : seen;
}

type Keep = (probe: PlannedProbe, observation: Observation) => void;

async function fromHere(host: AttemptHost, probes: readonly PlannedProbe[], how: RunProbes, keep: Keep): Promise<void> {
  const ordinary = probes.filter(({ probe }) => overLogin(probe));
  const queue = probes.filter(({ probe, vantage }) => vantage === "operator" && !overLogin(probe)).values();
  const paces = new Map<string, Pace>();
  const paceAt = (address: string): Pace => {
    const pace = paces.get(address) ?? paceFor(how.softwareAt(host.wanted.id, address));
    paces.set(address, pace);
    return pace;
  };
  const silent = new Map<string, Observation>();
  const worker = async (): Promise<void> => {
    for (const planned of queue) {
      const known = silent.get(greetingPlace(planned));
      if (known !== undefined) {
        keep(planned, known);
        continue;
      }
      const ask = async (task: ProbeTask): Promise<Observation> => {
        await paceAt(planned.address).wait(task.probe);
        return how.signal?.aborted === true ? failed("stopped by you") : await probeFromHere(task, how);
      };
      const [last] = await askTwice(
        [{ probe: planned.probe, place: placeFromHere(host, planned) }],
        (some) => Promise.all(some.map(ask)),
        how.signal,
      );
      const software = how.softwareAt(host.wanted.id, planned.address);
      const seen = sinceItSpoke(last ?? failed("the probe was not made"), planned.probe, software);
      if (planned.probe.kind === "ssh-greeting" && (seen.kind === "closed" || seen === wentSilent))
        silent.set(greetingPlace(planned), seen);
      keep(planned, seen);
    }
  };
  await Promise.all([asOrdinary(host, ordinary, how, keep), ...Array.from({ length: sideBySide }, worker)]);
}

async function asOrdinary(
  host: AttemptHost,
  probes: readonly PlannedProbe[],
  how: RunProbes,
  keep: Keep,
): Promise<void> {
  // the login is one account: what is asked of another one cannot be tried
  const mine = probes.filter(({ probe }) => "account" in probe && probe.account === host.user);
  for (const other of probes.filter((probe) => !mine.includes(probe)))
    keep(other, failed(`the operator does not log in as ${"account" in other.probe ? other.probe.account : "it"}`));
  if (mine.length === 0) return;
  if (host.user === "root") {
    for (const probe of mine) keep(probe, failed("the operator logs in as root"));
    return;
  }
  const seen = await probeFromThere(
    host.target,
    mine.map(({ probe }) => ({ probe, place: placeOf(host, host.loginAddress) })),
    how.signal,
  );
  mine.forEach((probe, index) => keep(probe, seen[index] ?? failed("the probe was not made")));
}

async function fromThere(target: Target, probes: readonly PlannedProbe[], how: RunProbes, keep: Keep): Promise<void> {
  if (probes.length === 0) return;
  const hosts = new Map(how.hosts.map((host) => [host.wanted.id, host] as const));
  const tasks = probes.flatMap((planned) => {
    const host = hosts.get(planned.host);
    return host
      ? [{ planned, task: { probe: planned.probe, place: { ...placeOf(host, planned.address), identities: [] } } }]
      : [];
  });
  const seen = await askTwice(
    tasks.map(({ task }) => task),
    (some) => probeFromThere(target, some, how.signal),
    how.signal,
  );
  tasks.forEach(({ planned }, index) => keep(planned, seen[index] ?? failed("the probe was not made")));
}

function placeOf(host: AttemptHost, address: string): ProbePlace {
  return { ...host.place, address };
}

/** From the operator's machine the own login to a host behind another one goes through that one. */
function placeFromHere(host: AttemptHost, { probe, address }: PlannedProbe): ProbePlace {
  const place = { ...placeOf(host, address), algorithms: host.quickest };
  const jumps = host.jump !== undefined && goesThroughJump(probe);
  return jumps ? { ...place, proxyCommand: host.jump } : place;
}
