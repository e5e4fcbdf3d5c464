import {
  type AnyControl,
  type Exception,
  type Facts,
  type HostWanted,
  type Inside,
  type Instance,
  notApplicable,
  nothingThere,
  type Outside,
  theHost,
  undecided,
} from "@secondlock/model";
import type { ControlVerdict, Evidence, InstanceVerdict } from "../audit.ts";
import { evidenceLimit } from "../audit.ts";
import type { FactRead, Snapshot } from "../collect/collect.ts";
import { ownError } from "../collect/own-error.ts";
import { excerpt } from "./excerpt.ts";
import { rank, verdictOf } from "./verdict.ts";

/** What the attempts on one host gave: the outcome and its evidence, by control and instance. */
export type AttemptResults = (
  control: string,
  instance: string,
) => { readonly outside: Outside; readonly evidence: readonly Evidence[] } | undefined;

export interface JudgeInput {
  readonly wanted: HostWanted;
  readonly snapshot: Snapshot;
  readonly attempts: AttemptResults;
  readonly exceptions: readonly Exception[];
  /** ISO date, for exceptions that have expired. */
  readonly today: string;
}

/** Pure: one control on one host. */
export function judge(control: AnyControl, input: JudgeInput): ControlVerdict {
  const { wanted } = input;
  const applies = control.applies(wanted);
  const instances = applies.applies ? (control.each?.(wanted) ?? [theHost]) : [theHost];
  const results = instances.map((instance) => {
    const inside = applies.applies ? insideOf(control, input, instance) : notApplicable(applies.because);
    return judgeInstance(control, instance, inside, input);
  });
  const worst = results.toSorted((a, b) => rank(a.verdict.verdict) - rank(b.verdict.verdict))[0];
  const verdict = worst?.verdict ?? notJudged;
  const outsideEvidence = results.flatMap((result) => result.evidence).slice(0, 8);
  const exception = input.exceptions.find((one) => one.control === control.id && one.host === wanted.id);
  return {
    control: control.id,
    target: wanted.id,
    title: control.title,
    area: control.area,
    severity: control.severity,
    verdict: verdict.verdict,
    inside: { outcome: verdict.inside, because: verdict.insideBecause },
    outside: { outcome: verdict.outside, because: verdict.outsideBecause, vantages: verdict.vantages },
    instances: results.map((result) => result.verdict),
    evidence: applies.applies
      ? [...insideEvidence(control, input.snapshot, verdict.insideBecause), ...outsideEvidence]
      : [],
    ...(exception
      ? { exception: { until: exception.until, reason: exception.reason, expired: exception.until < input.today } }
      : {}),
  };
}

const notJudged: InstanceVerdict = {
  instance: theHost.id,
  title: theHost.title,
  verdict: "not applicable",
  inside: "not applicable",
  insideBecause: "nothing on this host for it to protect",
  outside: "not attempted",
  outsideBecause: "nothing on this host for it to protect",
  vantages: [],
};

function judgeInstance(
  control: AnyControl,
  instance: Instance,
  inside: Inside,
  input: JudgeInput,
): { readonly verdict: InstanceVerdict; readonly evidence: readonly Evidence[] } {
  const attempted = inside.inside === "not applicable" ? undefined : input.attempts(control.id, instance.id);
  const outside =
    attempted?.outside ??
    notAttempted("none" in control.attempt ? control.attempt.none : "no attempts were made in this audit");
  return {
    verdict: {
      instance: instance.id,
      title: instance.title,
      verdict: verdictOf(inside.inside, outside.outside),
      inside: inside.inside,
      insideBecause: inside.because,
      outside: outside.outside,
      outsideBecause: outside.because,
      vantages: outside.vantages,
      ...(inside.inside === "not applicable" && inside.absent === true ? { absent: true as const } : {}),
    },
    evidence: attempted?.evidence ?? [],
  };
}

function insideOf(control: AnyControl, { wanted, snapshot }: JudgeInput, instance: Instance): Inside {
  if (!snapshot.system.known) return undecided(snapshot.system.reason);
  const { supported, name } = snapshot.system.value;
  if (!supported) return undecided(`${name} is not a system that this version knows`);
  const values: Record<string, unknown> = {};
  for (const [key, fact] of Object.entries(control.facts as Facts)) {
    const read = snapshot.facts.get(fact.id);
    if (!read) return undecided("was not read");
    if (!read.reading.known)
      return read.reading.absent === true ? nothingThere(read.reading.reason) : undecided(read.reading.reason);
    values[key] = read.reading.value;
  }
  try {
    return control.verdict(values, wanted, instance);
  } catch (error) {
    return undecided(ownError(control.id, error));
  }
}

export function notAttempted(because: string): Outside {
  return { outside: "not attempted", because, vantages: [] };
}

function insideEvidence(control: AnyControl, snapshot: Snapshot, because: string): readonly Evidence[] {
  return Object.values(control.facts as Facts).flatMap((fact) =>
    evidenceOf(fact.id, snapshot.facts.get(fact.id), because),
  );
}

function evidenceOf(source: string, read: FactRead | undefined, because: string): readonly Evidence[] {
  if (!read) return [];
  return read.commands.slice(0, 4).map(({ command, output }) => ({
    side: "inside" as const,
    source,
    command: command.slice(0, evidenceLimit),
    value: read.reading.known ? excerpt(output, because, evidenceLimit) : read.reading.reason,
    vantage: "inside",
    at: read.at,
  }));
}
