import type { PackageChange, Severity, Verdict } from "@secondlock/model";
import type { Audit, ControlVerdict } from "../audit.ts";
import { becauseOf, type Direction, verdictDirection } from "../audits/diff.ts";
import { type HostPlan, isEmpty } from "../plan/plan.ts";
import { controlsOf } from "../plan/plan-groups.ts";
import { clean } from "./sanitise.ts";
import { byWorst, stands } from "./words.ts";

/** Version of the published shape of {@link HardenReport}. A change that removes or renames a field makes a new number. */
export const hardenSchema = "secondlock-harden/1";

/**
 * What became of a host. `planned` is what a dry run gives; `not begun`: something stopped the run before it; `error`: one of
 * Secondlock itself in the middle of it, and the host takes back by itself what is not confirmed.
 */
export const hardenStates = [
  "confirmed",
  "nothing to change",
  "planned",
  "not begun",
  "refused",
  "taken back",
  "partly taken back",
  "will be taken back",
  "error",
] as const;

export interface HostOutcome {
  readonly state: (typeof hardenStates)[number];
  /** Id of the change, as `undo --to` takes it. */
  readonly journal?: string;
  readonly because?: string;
  /** What could not be brought back. */
  readonly left?: readonly string[];
  /** Most seconds until the host takes the change back by itself. */
  readonly within?: number;
  /** What apt did before the change: nothing takes that back. */
  readonly packages?: { readonly did: readonly PackageChange[]; readonly unsure?: true };
}

/** A verdict that is another one since the change. */
interface Turned {
  readonly control: string;
  readonly title: string;
  readonly direction: Direction;
  readonly before: Verdict;
  readonly after: Verdict;
  readonly because: string;
}

/** A control that does not stand. */
interface Left {
  readonly control: string;
  readonly title: string;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly because: string;
  /** The plan was meant to mend it. */
  readonly planned: boolean;
  /** What only a person can do about it. */
  readonly byHand: readonly string[];
  readonly exception?: NonNullable<ControlVerdict["exception"]>;
}

interface HostHardened {
  readonly host: string;
  readonly outcome: HostOutcome["state"];
  readonly journal?: string;
  readonly because?: string;
  readonly within?: number;
  readonly notAsBefore: readonly string[];
  readonly packages: readonly { readonly package: string; readonly wanted: string; readonly sure: boolean }[];
  /** Ids of the controls that the plan is for. */
  readonly planned: readonly string[];
  /** True: an audit after the change saw what `turned` and `left` say. False: `left` is as it was before. */
  readonly audited: boolean;
  readonly turned: readonly Turned[];
  readonly left: readonly Left[];
}

/** One run of `harden`, as `--json` prints it. */
export interface HardenReport {
  readonly schema: typeof hardenSchema;
  readonly version: string;
  readonly service: string;
  readonly started: string;
  readonly finished: string;
  readonly hosts: readonly HostHardened[];
}

/** A host with its plan, and what was seen before anything was changed. */
export interface HostBefore {
  readonly plan: HostPlan;
  readonly verdicts: readonly ControlVerdict[];
}

export interface HardenRun extends Pick<HardenReport, "version" | "service" | "started" | "finished"> {
  readonly hosts: readonly HostBefore[];
  /** By host; one that is not there has nothing to change, or was not begun. */
  readonly outcomes: ReadonlyMap<string, HostOutcome>;
  /** The audit after the changes, and the hosts that it was made for. */
  readonly after?: { readonly audit: Audit; readonly hosts: readonly string[] };
}

/** Pure. */
export function hardenReport({ version, service, started, finished, hosts, outcomes, after }: HardenRun): HardenReport {
  const verdictsOf = (host: string): readonly ControlVerdict[] | undefined =>
    after?.hosts.includes(host) === true ? after.audit.verdicts.filter(({ target }) => target === host) : undefined;
  return {
    ...{ schema: hardenSchema, version, service, started, finished },
    hosts: hosts.map((before) => {
      const { host } = before.plan;
      const outcome = outcomes.get(host) ?? { state: isEmpty(before.plan) ? "nothing to change" : "not begun" };
      return hostHardened(before, outcome, verdictsOf(host));
    }),
  };
}

export function hardenJson(report: HardenReport): string {
  return `${JSON.stringify(clean(report), null, 2)}\n`;
}

function hostHardened(
  { plan, verdicts }: HostBefore,
  { state, journal, because, left = [], within, packages }: HostOutcome,
  now: readonly ControlVerdict[] | undefined,
): HostHardened {
  const planned = controlsOf(plan.items).map(({ id }) => id);
  return {
    host: plan.host,
    outcome: state,
    ...(journal === undefined ? {} : { journal }),
    ...(because === undefined ? {} : { because }),
    ...(within === undefined ? {} : { within }),
    notAsBefore: left,
    packages: (packages?.did ?? []).map((one) => ({
      ...{ package: one.package, wanted: one.wanted, sure: packages?.unsure !== true },
    })),
    planned,
    audited: now !== undefined,
    turned: now === undefined ? [] : turnedOf(verdicts, now),
    left: (now ?? verdicts)
      .filter(({ verdict }) => !stands(verdict))
      .toSorted(byWorst)
      .map((one) => leftOf(one, plan, planned)),
  };
}

/** Before a change nothing is attempted: what an attempt alone made sharper, e.g. claimed to proven, did not turn. */
function turnedOf(before: readonly ControlVerdict[], now: readonly ControlVerdict[]): readonly Turned[] {
  const then = new Map(before.map((one) => [one.control, one] as const));
  return now.flatMap((one): readonly Turned[] => {
    const was = then.get(one.control);
    if (was === undefined || was.verdict === one.verdict) return [];
    if (was.inside.outcome === one.inside.outcome && stands(was.verdict) === stands(one.verdict)) return [];
    const direction = verdictDirection(was.verdict, one.verdict);
    const { control, title, verdict: after } = one;
    return [{ control, title, direction, before: was.verdict, after, because: becauseOf(one) }];
  });
}

function leftOf(one: ControlVerdict, { byHand }: HostPlan, planned: readonly string[]): Left {
  const { control, title, severity, verdict, exception } = one;
  const texts = byHand.flatMap((work) => (work.control.id === control ? [work.text] : []));
  return {
    ...{ control, title, severity, verdict, because: becauseOf(one), planned: planned.includes(control) },
    byHand: [...new Set(texts)],
    ...(exception === undefined ? {} : { exception }),
  };
}
