import type { AnyControl, Observation, Outside, Seen, ServiceWanted, Vantage } from "@secondlock/model";
import type { Evidence } from "../audit.ts";
import { evidenceLimit } from "../audit.ts";
import { notAttempted, type AttemptResults } from "../judge/judge.ts";
import type { Target } from "../targets/target.ts";
import type { AttemptHost } from "./attempt-host.ts";
import { outsideOf, rightfulWay, type RightfulWay } from "./outside.ts";
import { ownAddresses } from "./own-addresses.ts";
import { type PlannedAttempt, planAttempts, type PlannedProbe } from "./plan-attempts.ts";
import { observationText, probeText } from "./probe-kinds.ts";
import { runProbes } from "./run-probes.ts";

export interface AttemptInput {
  readonly service: ServiceWanted;
  readonly controls: readonly AnyControl[];
  /** Private folder of this run. */
  readonly directory: string;
  readonly stranger?: Target | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

/** What a probe saw, and when. */
export interface ProbeResult {
  readonly observation: Observation;
  readonly at: string;
}

/** Makes every attempt on every host, from every vantage, each equal probe once; only at addresses that are proven ours. */
export async function attemptAll(
  hosts: readonly AttemptHost[],
  input: AttemptInput,
): Promise<ReadonlyMap<string, AttemptResults>> {
  const targets = new Map<Vantage, Target>(
    hosts.filter(({ asAuditor }) => !asAuditor).map((host) => [`host:${host.wanted.id}`, host.target]),
  );
  if (input.stranger) targets.set("stranger", input.stranger);
  const allowed = await ownAddresses(hosts, targets, input);
  const plans = new Map(
    hosts.map((host) => [host.wanted.id, planAttempts(host, input.controls, input.service, allowed.at)] as const),
  );
  const probes = [...plans.values()]
    .flat()
    .flatMap(({ from, positive }) => [...from.flatMap((one) => one.probes), ...positive]);
  const seen = await runProbes(probes, { hosts, targets, softwareAt: allowed.softwareAt, ...input });
  return new Map(
    hosts.map((host) => [host.wanted.id, resultsOf(host, plans.get(host.wanted.id) ?? [], seen)] as const),
  );
}

function resultsOf(
  host: AttemptHost,
  plans: readonly PlannedAttempt[],
  seen: ReadonlyMap<string, ProbeResult>,
): AttemptResults {
  const byKey = new Map(plans.map((plan) => [`${plan.control}\n${plan.instance.id}`, plan] as const));
  return (control, instance) => {
    const plan = byKey.get(`${control}\n${instance}`);
    return plan && { outside: outcome(host, plan, seen), evidence: evidence(plan, seen) };
  };
}

function outcome(host: AttemptHost, plan: PlannedAttempt, results: ReadonlyMap<string, ProbeResult>): Outside {
  if (plan.from.length === 0) return notAttempted(plan.none);
  const from = plan.from.map(({ vantage, probes }) => ({
    vantage,
    seen: probes.map((probe) => seenOf(probe, results)),
  }));
  return outsideOf(plan.attempt, host.wanted, plan.instance, from, rightfulOf(plan, results));
}

/** Without a positive check of its own, the login over which the inside was read in this run is the rightful way in. */
function rightfulOf(plan: PlannedAttempt, results: ReadonlyMap<string, ProbeResult>): RightfulWay {
  const { positive } = plan.attempt;
  if (!positive) return { works: true, because: "the administrator's own login works" };
  const seen = plan.positive.map((probe) => seenOf(probe, results));
  const came = seen.length === 0 ? "untried" : positive.works(seen) ? "through" : "not through";
  return rightfulWay(positive.title, came, plan.untried);
}

function seenOf(planned: PlannedProbe, results: ReadonlyMap<string, ProbeResult>): Seen {
  const observation = results.get(planned.key)?.observation ?? {
    kind: "failed" as const,
    because: "the probe was not made",
  };
  return { probe: planned.probe, address: planned.address, observation };
}

function evidence(plan: PlannedAttempt, results: ReadonlyMap<string, ProbeResult>): readonly Evidence[] {
  return plan.from.flatMap(({ vantage, probes }) =>
    probes.flatMap((probe) => {
      const result = results.get(probe.key);
      if (!result) return [];
      return [
        {
          side: "outside" as const,
          source: plan.attempt.id,
          command: probeText(probe.probe, probe.address).slice(0, evidenceLimit),
          value: observationText(result.observation).slice(0, evidenceLimit),
          vantage,
          at: result.at,
        },
      ];
    }),
  );
}
