import { hostname, userInfo } from "node:os";
import { dirname } from "node:path";
import {
  askedUnits,
  breakGlassText,
  closesOwnLogin,
  hardenHost,
  isEmpty,
  keepBreakGlass,
  type Planned,
  type Plans,
  planText,
  withoutUnits,
} from "@secondlock/engine";
import { complain, type Console, refuse } from "../console.ts";
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
  const seconds = secondsToConfirm(options, console);
  if (seconds === undefined) return 2;
  const lockSeconds = Number(options["lockWait"]);
  if (!Number.isInteger(lockSeconds) || lockSeconds < 0 || lockSeconds > 3_600)
    return refuse(console, "--lock-wait takes seconds, from 0 to 3600", "leave it out for 60", 2);
  const batch = Number(options["batch"]);
  if (!Number.isInteger(batch) || batch < 1 || batch > 64)
    return refuse(console, "--batch takes a number of hosts, from 1 to 64", "leave it out to take one at a time", 2);
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  const plans = await plansFor(args, console, signal);
  if (typeof plans === "number") return plans;
  // a login from before the change shows what held then: the one that confirmed a host takes its place
  const standing = new Map(plans.standing);
  try {
    for (const { plan } of plans.hosts) console.out(planText(plan, { ...paperOf(args, console), all: args.all }));
    const refused = plans.hosts.filter(({ plan }) => plan.refusals.length > 0);
    if (refused.length > 0) return 3;
    if (options["dryRun"] === true || plans.hosts.every(({ plan }) => isEmpty(plan))) return 0;
    const keeps = options["yes"] === true ? new Map<string, Set<string>>() : await unitsToKeep(plans.hosts, signal);
    const asAnswered = (planned: Planned): Planned => ({
      ...planned,
      plan: withoutUnits(planned.plan, keeps.get(planned.plan.host) ?? new Set()),
    });
    const due = plans.hosts.map(asAnswered).filter(({ plan }) => !isEmpty(plan));
    if (due.length === 0) return nothingChanged(console);
    const drifted = due.filter(({ plan }) => plan.drifted.length > 0);
    if (drifted.length > 0 && options["overwrite"] !== true) {
      const paths = drifted.flatMap(({ plan }) => plan.drifted);
      const what = `changed by hand since Secondlock wrote it: ${paths.slice(0, 5).join(", ")}`;
      return refuse(console, what, "look at the plan; --overwrite puts it back, and the host keeps a copy", 5);
    }
    await breakGlass(due, plans.service, seconds, args.file, console);
    const names = due.map(({ plan }) => plan.host).join(", ");
    const question = `Apply this to ${names}? Each host takes it back by itself unless a new login confirms it within ${seconds} s.`;
    if (options["yes"] !== true && !(await sayYes(question, signal))) return nothingChanged(console);
    const planAgain = async (host: string): Promise<Planned | undefined> => {
      const anew = await plansFor({ ...args, hosts: [host] }, console, signal, plans);
      if (typeof anew === "number") return undefined;
      const [planned] = anew.hosts;
      return planned === undefined ? undefined : asAnswered(planned);
    };
    const { failed, done, rest } = await inBatches(due, batch, (planned) => {
      const progress = progressOf(console);
      return hardenHost(planned, {
        ...{ passwords: plans.passwords, who: `${userInfo().username}@${hostname()}`, seconds, lockSeconds, signal },
        again: (host) => planAgain(host),
        keep: (host, login) => standing.set(host, login),
        onStep: (host, step) => progress.write(`${host}: ${stepText(step)}`),
      }).then((committed) => {
        progress.clear();
        console.out(committedText(planned.plan.host, committed));
        if (committed.state === "confirmed" && closesOwnLogin(planned.read.wanted)) console.out(closingText(planned));
        return committed.state === "confirmed";
      });
    });
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

function nothingChanged(console: Console): ExitCode {
  return refuse(console, "nothing was changed", "answer yes, or give --yes where nobody can be asked", 5);
}

/** Services that somebody may be using are asked about one by one; all but a yes leaves one as it is. */
async function unitsToKeep(hosts: readonly Planned[], signal: AbortSignal): Promise<Map<string, Set<string>>> {
  const kept = new Map<string, Set<string>>();
  for (const { plan } of hosts)
    for (const unit of askedUnits(plan))
      if (!(await sayYes(`Stop ${unit} on ${plan.host}, now and after a restart?`, signal)))
        kept.set(plan.host, (kept.get(plan.host) ?? new Set()).add(unit));
  return kept;
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

/** A few hosts at once, and no further batch once one failed. */
async function inBatches(
  due: readonly Planned[],
  batch: number,
  apply: (planned: Planned) => Promise<boolean>,
): Promise<{ readonly failed: boolean; readonly done: readonly Planned[]; readonly rest: readonly Planned[] }> {
  const done: Planned[] = [];
  for (let at = 0; at < due.length; at += batch) {
    const some = due.slice(at, at + batch);
    const stand = await Promise.all(some.map(apply));
    done.push(...some.filter((_planned, index) => stand[index] === true));
    if (stand.includes(false)) return { failed: true, done, rest: due.slice(at + batch) };
  }
  return { failed: false, done, rest: [] };
}
