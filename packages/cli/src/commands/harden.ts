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
} from "@secondlock/engine";
import { complain, type Console } from "../console.ts";
import { committedText, stepText } from "../committed-text.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
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
  const seconds = Number(options["confirmWithin"]);
  const batch = Number(options["batch"]);
  if (!Number.isInteger(seconds) || seconds < 5 || seconds > 3_600)
    return usage(console, "--confirm-within takes seconds, from 5 to 3600", "leave it out for 120");
  if (!Number.isInteger(batch) || batch < 1 || batch > 64)
    return usage(console, "--batch takes a number of hosts, from 1 to 64", "leave it out to take one after the other");
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  const plans = await plansFor(args, console, signal);
  if (typeof plans === "number") return plans;
  try {
    for (const { plan } of plans.hosts) console.out(planText(plan, paperOf(args, console)));
    const due = plans.hosts.filter(({ plan }) => !isEmpty(plan));
    const refused = plans.hosts.filter(({ plan }) => plan.refusals.length > 0);
    if (refused.length > 0) return 3;
    if (options["dryRun"] === true || due.length === 0) return 0;
    const drifted = due.filter(({ plan }) => plan.drifted.length > 0);
    if (drifted.length > 0 && options["overwrite"] !== true) {
      const paths = drifted.flatMap(({ plan }) => plan.drifted);
      const what = `changed by hand since Secondlock wrote it: ${paths.slice(0, 5).join(", ")}`;
      return usage(console, what, "look at the plan; --overwrite puts it back, and the host keeps a copy", 5);
    }
    await breakGlass(due, plans.service, seconds, args.file, console);
    const names = due.map(({ plan }) => plan.host).join(", ");
    const question = `Apply this to ${names}? Each host takes it back by itself unless a new login confirms it within ${seconds} s.`;
    if (options["yes"] !== true && !(await sayYes(question, signal)))
      return usage(console, "nothing was changed", "answer yes, or give --yes where nobody can be asked", 5);
    const again: Plans[] = [];
    const planAgain = async (host: string): Promise<Planned | undefined> => {
      const anew = await plansFor({ ...args, hosts: [host] }, console, signal, plans.passwords);
      if (typeof anew === "number") return undefined;
      again.push(anew);
      return anew.hosts[0];
    };
    const { failed, done } = await inBatches(due, batch, (planned) => {
      const progress = progressOf(console);
      return hardenHost(planned, {
        ...{ passwords: plans.passwords, who: `${userInfo().username}@${hostname()}`, seconds, signal },
        again: (host) => planAgain(host),
        onStep: (host, step) => progress.write(`${host}: ${stepText(step)}`),
      }).then((committed) => {
        progress.clear();
        console.out(committedText(planned.plan.host, committed));
        if (committed.state === "confirmed" && closesOwnLogin(planned.read.wanted)) console.out(closingText(planned));
        return committed.state === "confirmed";
      });
    });
    await Promise.all([plans, ...again].map((one) => one.close()));
    const turned = done.length === 0 || (await verifyHosts(done, args, plans.passwords, console, signal));
    if (signal.aborted) return 130;
    return failed ? 5 : turned ? 0 : 1;
  } finally {
    await plans.close();
    interrupt.release();
  }
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
): Promise<{ readonly failed: boolean; readonly done: readonly Planned[] }> {
  const done: Planned[] = [];
  for (let at = 0; at < due.length; at += batch) {
    const some = due.slice(at, at + batch);
    const stand = await Promise.all(some.map(apply));
    done.push(...some.filter((_planned, index) => stand[index] === true));
    if (stand.includes(false)) return { failed: true, done };
  }
  return { failed: false, done };
}

function usage(console: Console, what: string, hint: string, status: ExitCode = 2): ExitCode {
  complain(console, what, hint);
  return status;
}
