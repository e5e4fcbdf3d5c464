import { dirname } from "node:path";
import { type Audit } from "@secondlock/engine";
import {
  breakGlassText,
  hardenJson,
  hardenReport,
  type HostOutcome,
  type HostPlan,
  isEmpty,
  keepBreakGlass,
  type Planned,
  type Plans,
  planText,
  withoutUnits,
} from "@secondlock/engine/change";
import { type Agreed, type Application, applyPlans, type Pace } from "../apply-plans.ts";
import { complain, type Console, refuse } from "../console.ts";
import { type Terms, unitsToKeep } from "../consent.ts";
import { editedText } from "../edited-text.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { secondsToConfirm } from "../planned-host.ts";
import { endUnchanged, sayYes } from "../say-yes.ts";
import { tellTurned, verifyHosts } from "../verify-hosts.ts";
import { version } from "../version.ts";
import { paperOf, plansFor } from "./plan.ts";
import { planArguments } from "./plan-options.ts";

/** Shows the plan, asks, applies it host by host, and proves from inside and outside what turned. */
export async function hardenCommand(
  hosts: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const started = new Date().toISOString();
  const args = planArguments(hosts, options);
  const pace = paceOf(options, console);
  if (pace === undefined) return 2;
  const [yes, dryRun] = [options["yes"] === true, options["dryRun"] === true];
  if (args.json && !yes && !dryRun)
    return refuse(
      console,
      "--json needs --yes or --dry-run: it asks nobody",
      "look at the plan first, then add --yes",
      2,
    );
  // standard output is the report's alone then
  const spoken = args.json ? { ...console, out: console.err } : console;
  const interrupt = onInterrupt();
  const plans = await plansFor(args, spoken, interrupt.signal);
  if (typeof plans === "number") return plans;
  // a login from before the change shows what held then: the one that confirmed a host takes its place
  const standing = new Map(plans.standing);
  const terms: Terms = { args, yes, overwrite: options["overwrite"] === true, signal: interrupt.signal };
  try {
    const run = await hardenAll({ plans, standing, terms, pace, console: spoken }, dryRun);
    const finished = new Date().toISOString();
    const service = plans.service.name;
    if (args.json)
      console.out(hardenJson(hardenReport({ version, service, started, finished, hosts: plans.hosts, ...run })));
    return run.status;
  } finally {
    await Promise.all([plans, ...standing.values()].map((one) => one.close()));
    interrupt.release();
  }
}

/** How a run ended. */
interface Run {
  readonly status: ExitCode;
  readonly outcomes: ReadonlyMap<string, HostOutcome>;
  readonly after?: { readonly audit: Audit; readonly hosts: readonly string[] };
}

async function hardenAll(application: Application, dryRun: boolean): Promise<Run> {
  const { plans, standing, terms, console } = application;
  const { args, signal } = terms;
  const all = plans.hosts.map(({ plan }) => plan);
  for (const plan of all) console.out(planText(plan, { ...paperOf(args, console), all: args.all }));
  const refused = all.filter(({ refusals }) => refusals.length > 0);
  if (refused.length > 0)
    return {
      status: 3,
      outcomes: outcomesOf(refused, ({ refusals }) => ({ state: "refused", because: refusals.join("; ") })),
    };
  const due = all.filter((plan) => !isEmpty(plan));
  if (dryRun || due.length === 0) return { status: 0, outcomes: outcomesOf(due, () => ({ state: "planned" })) };
  const agreed = await agreedTo(application);
  if ("status" in agreed) return agreed;
  const { outcomes, done, rest } = await applyPlans(agreed, application);
  if (rest.length > 0)
    console.out(`not begun, because a host before them failed: ${rest.map(({ plan }) => plan.host).join(", ")}\n`);
  const audit =
    done.length === 0
      ? undefined
      : await verifyHosts(done, args, { passwords: plans.passwords, standing }, console, signal);
  const turned = done.length === 0 || (audit !== undefined && tellTurned(done, audit, console));
  const failed = done.length < agreed.due.length;
  const status = hardenStatus(outcomes, { stopped: signal.aborted, failed, turned });
  const after = audit === undefined ? {} : { after: { audit, hosts: done.map(({ plan }) => plan.host) } };
  return { status, outcomes, ...after };
}

/** Pure. An error of ours weighs more than a change that did not come about. */
export function hardenStatus(
  outcomes: ReadonlyMap<string, Pick<HostOutcome, "state">>,
  { stopped, failed, turned }: { readonly stopped: boolean; readonly failed: boolean; readonly turned: boolean },
): ExitCode {
  if (stopped) return 130;
  if ([...outcomes.values()].some(({ state }) => state === "error")) return 4;
  if (failed) return 5;
  return turned ? 0 : 1;
}

function outcomesOf(
  plans: readonly HostPlan[],
  outcome: (plan: HostPlan) => HostOutcome,
): ReadonlyMap<string, HostOutcome> {
  return new Map(plans.map((plan) => [plan.host, outcome(plan)] as const));
}

/** Undefined once it was told which number is wrong. */
function paceOf(options: Record<string, unknown>, console: Console): Pace | undefined {
  const seconds = secondsToConfirm(options, console);
  if (seconds === undefined) return undefined;
  const lockSeconds = Number(options["lockWait"]);
  const batch = Number(options["batch"]);
  if (!Number.isInteger(lockSeconds) || lockSeconds < 0 || lockSeconds > 3_600)
    complain(console, "--lock-wait takes seconds, from 0 to 3600", "leave it out for 60");
  else if (!Number.isInteger(batch) || batch < 1 || batch > 64)
    complain(console, "--batch takes a number of hosts, from 1 to 64", "leave it out to take one at a time");
  else return { seconds, lockSeconds, batch };
  return undefined;
}

/** Asks all that has to be asked before the first change; a run is over once somebody or something said no. */
async function agreedTo({ plans, terms, pace, console }: Application): Promise<Agreed | Run> {
  const keeps = await unitsToKeep(
    plans.hosts.map(({ plan }) => plan),
    terms,
  );
  const asAnswered = (planned: Planned): Planned => ({
    ...planned,
    plan: withoutUnits(planned.plan, keeps.get(planned.plan.host) ?? new Set()),
  });
  const due = plans.hosts.map(asAnswered).filter(({ plan }) => !isEmpty(plan));
  const unchanged = (): Run => ({ status: endUnchanged(console), outcomes: new Map() });
  if (due.length === 0) return unchanged();
  const edited = due.map(({ plan }) => plan).filter(({ drifted }) => drifted.length > 0);
  const drift = editedText(
    edited.flatMap(({ drifted }) => drifted),
    terms.overwrite,
  );
  if (drift !== undefined) {
    const hint = "look at the plan; --overwrite puts it back, and the host keeps a copy";
    const because = ({ drifted }: HostPlan): string => editedText(drifted, false) ?? drift;
    return {
      status: refuse(console, drift, hint, 5),
      outcomes: outcomesOf(edited, (plan) => ({ state: "refused", because: because(plan) })),
    };
  }
  await breakGlass(due, plans.service, pace.seconds, terms.args.file, console);
  const names = due.map(({ plan }) => plan.host).join(", ");
  const question = `Apply this to ${names}? Each host takes it back by itself unless a new login confirms it within ${pace.seconds} s.`;
  if (!terms.yes && !(await sayYes(question, terms.signal))) return unchanged();
  return { due, asAnswered };
}

/** Before the first change of a host: what to do if all else fails is printed, and kept. */
async function breakGlass(
  due: readonly Planned[],
  service: Plans["service"],
  seconds: number,
  file: string,
  console: Console,
): Promise<void> {
  for (const { read } of due.filter(({ first }) => first)) {
    const text = breakGlassText({ host: read.wanted, service, seconds });
    const kept = await keepBreakGlass(dirname(file), read.wanted.id, text);
    console.out(`${text}\n${kept.ok ? `Kept in ${kept.value}\n` : ""}`);
    if (!kept.ok) complain(console, kept.because, kept.hint);
  }
}
