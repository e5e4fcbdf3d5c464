import { hostname, userInfo } from "node:os";
import { dirname } from "node:path";
import {
  breakGlassText,
  closesOwnLogin,
  hardenHost,
  isEmpty,
  keepBreakGlass,
  type Planned,
  type Plans,
  planText,
  type SshTarget,
  withoutUnits,
} from "@secondlock/engine";
import { complain, type Console, refuse } from "../console.ts";
import { agreedAnew, driftText, type Terms, unitsToKeep } from "../consent.ts";
import { committedText, stepText } from "../committed-text.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { secondsToConfirm } from "../planned-host.ts";
import { progressOf } from "../progress.ts";
import { sayYes } from "../say-yes.ts";
import { verifyHosts } from "../verify-hosts.ts";
import { paperOf, plansFor } from "./plan.ts";
import { planArguments } from "./plan-options.ts";

/** Shows the plan, asks, applies it host by host, and proves from inside and outside what turned. */
export async function hardenCommand(
  hosts: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const args = planArguments(hosts, options);
  const pace = paceOf(options, console);
  if (pace === undefined) return 2;
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  const plans = await plansFor(args, console, signal);
  if (typeof plans === "number") return plans;
  // a login from before the change shows what held then: the one that confirmed a host takes its place
  const standing = new Map(plans.standing);
  const terms: Terms = { args, yes: options["yes"] === true, overwrite: options["overwrite"] === true, signal };
  try {
    for (const { plan } of plans.hosts) console.out(planText(plan, { ...paperOf(args, console), all: args.all }));
    if (plans.hosts.some(({ plan }) => plan.refusals.length > 0)) return 3;
    if (options["dryRun"] === true || plans.hosts.every(({ plan }) => isEmpty(plan))) return 0;
    const agreed = await agreedTo(plans, terms, pace, console);
    if (typeof agreed === "number") return agreed;
    const { failed, done, rest } = await applyTo(agreed, { plans, standing, terms, pace, console });
    if (rest.length > 0)
      console.out(`not begun, because a host before them failed: ${rest.map(({ plan }) => plan.host).join(", ")}\n`);
    const turned =
      done.length === 0 || (await verifyHosts(done, args, { passwords: plans.passwords, standing }, console, signal));
    if (signal.aborted) return 130;
    return failed ? 5 : turned ? 0 : 1;
  } finally {
    await Promise.all([plans, ...standing.values()].map((one) => one.close()));
    interrupt.release();
  }
}

interface Pace {
  /** To confirm. */
  readonly seconds: number;
  readonly lockSeconds: number;
  /** Hosts at once. */
  readonly batch: number;
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

interface Agreed {
  readonly due: readonly Planned[];
  /** A plan without what somebody said no to. */
  readonly asAnswered: (planned: Planned) => Planned;
}

/** Asks all that has to be asked before the first change; a number is the exit status of a no. */
async function agreedTo(plans: Plans, terms: Terms, pace: Pace, console: Console): Promise<Agreed | ExitCode> {
  const keeps = await unitsToKeep(
    plans.hosts.map(({ plan }) => plan),
    terms,
  );
  const asAnswered = (planned: Planned): Planned => ({
    ...planned,
    plan: withoutUnits(planned.plan, keeps.get(planned.plan.host) ?? new Set()),
  });
  const due = plans.hosts.map(asAnswered).filter(({ plan }) => !isEmpty(plan));
  const no = "answer yes, or give --yes where nobody can be asked";
  if (due.length === 0) return refuse(console, "nothing was changed", no, 5);
  const drift = driftText(
    due.map(({ plan }) => plan),
    terms,
  );
  if (drift !== undefined)
    return refuse(console, drift, "look at the plan; --overwrite puts it back, and the host keeps a copy", 5);
  await breakGlass(due, plans.service, pace.seconds, terms.args.file, console);
  const names = due.map(({ plan }) => plan.host).join(", ");
  const question = `Apply this to ${names}? Each host takes it back by itself unless a new login confirms it within ${pace.seconds} s.`;
  if (!terms.yes && !(await sayYes(question, terms.signal))) return refuse(console, "nothing was changed", no, 5);
  return { due, asAnswered };
}

interface Application {
  readonly plans: Plans;
  /** Takes over the logins that confirm. */
  readonly standing: Map<string, SshTarget>;
  readonly terms: Terms;
  readonly pace: Pace;
  readonly console: Console;
}

async function applyTo({ due, asAnswered }: Agreed, application: Application): Promise<Batches> {
  const { plans, standing, terms, pace, console } = application;
  const { args, signal } = terms;
  // two hosts of a batch are asked about one after the other
  let asked: Promise<unknown> = Promise.resolve();
  return await inBatches(due, pace.batch, async (planned) => {
    const { host } = planned.plan;
    const progress = progressOf(console);
    const again = async (): Promise<Planned | string> => {
      const anew = await plansFor({ ...args, hosts: [host] }, console, signal, plans);
      const [now] = typeof anew === "number" ? [] : anew.hosts;
      if (now === undefined) return "it could not be read again after its packages changed";
      const agreed = asked.then(async () => {
        progress.clear();
        return await agreedAnew(planned, asAnswered(now), terms, console);
      });
      asked = agreed.catch(() => undefined);
      return await agreed;
    };
    const committed = await hardenHost(planned, {
      ...{ passwords: plans.passwords, who: `${userInfo().username}@${hostname()}` },
      ...{ seconds: pace.seconds, lockSeconds: pace.lockSeconds, signal, again },
      keep: (name, login) => standing.set(name, login),
      onStep: (name, step) => progress.write(`${name}: ${stepText(step)}`),
    });
    progress.clear();
    console.out(committedText(host, committed));
    if (committed.state === "confirmed" && closesOwnLogin(planned.read.wanted)) console.out(closingText(planned));
    return committed.state === "confirmed";
  });
}

function closingText({ plan }: Planned): string {
  return `  SSH closes to you as well, 30 minutes after its firewall was written; secondlock open-ssh ${plan.host} then opens it\n`;
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

interface Batches {
  readonly failed: boolean;
  readonly done: readonly Planned[];
  readonly rest: readonly Planned[];
}

/** A few hosts at once, and no further batch once one failed. */
async function inBatches(
  due: readonly Planned[],
  batch: number,
  apply: (planned: Planned) => Promise<boolean>,
): Promise<Batches> {
  const done: Planned[] = [];
  for (let at = 0; at < due.length; at += batch) {
    const some = due.slice(at, at + batch);
    const stand = await Promise.all(some.map(apply));
    done.push(...some.filter((_planned, index) => stand[index] === true));
    if (stand.includes(false)) return { failed: true, done, rest: due.slice(at + batch) };
  }
  return { failed: false, done, rest: [] };
}
