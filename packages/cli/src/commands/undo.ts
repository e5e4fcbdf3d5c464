import { hostname, userInfo } from "node:os";
import { lookBack, undoHost } from "@secondlock/engine";
import { complain, type Console } from "../console.ts";
import { committedText, stepText } from "../committed-text.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { progressOf } from "../progress.ts";
import { sayYes } from "../say-yes.ts";
import { plansFor } from "./plan.ts";
import { planArguments } from "./plan-options.ts";

/** Brings a host back to before a change, byte for byte, from the journal that it keeps itself. */
export async function undoCommand(host: string, options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const args = planArguments([host], { ...options, only: [] });
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  const plans = await plansFor(args, console, signal);
  if (typeof plans === "number") return plans;
  try {
    const [planned] = plans.hosts;
    if (planned === undefined) return 2;
    const { read, plan } = planned;
    const [refusal] = plan.refusals;
    if (refusal !== undefined) return refuse(console, refusal, "once it is settled, run it again", 3);
    const to = options["to"];
    const back = await lookBack(read.target, typeof to === "string" ? to : undefined, signal);
    if (!back.known)
      return refuse(console, `${host}: ${back.because}`, "secondlock undo HOST --list shows what was changed", 2);
    if (options["list"] === true) {
      for (const { id, state, who, title } of back.journals) console.out(`${id}  ${state}  ${who}  ${title}\n`);
      return 0;
    }
    console.out(backText(host, back));
    if (options["dryRun"] === true) return 0;
    if (options["yes"] !== true && !(await sayYes(`Bring ${host} back?`, signal)))
      return refuse(console, "nothing was changed", "answer yes, or give --yes where nobody can be asked", 5);
    const progress = progressOf(console);
    const committed = await undoHost(read, back.to, {
      ...{ passwords: plans.passwords, who: `${userInfo().username}@${hostname()}`, signal },
      seconds: Number(options["confirmWithin"]),
      onStep: (name, step) => progress.write(`${name}: ${stepText(step)}`),
    });
    progress.clear();
    console.out(committedText(host, committed));
    return committed.state === "confirmed" ? 0 : 5;
  } finally {
    await plans.close();
    interrupt.release();
  }
}

function backText(
  host: string,
  { to, undone, lines, stays }: Extract<Awaited<ReturnType<typeof lookBack>>, { known: true }>,
): string {
  return [
    `${host}: back to before ${to}`,
    ...undone.map(({ id, title }) => `  takes back ${id}: ${title}`),
    ...lines.map((line) => `  ${line}`),
    ...stays.map((text) => `  stays: ${text}`),
    "",
  ].join("\n");
}

function refuse(console: Console, what: string, hint: string, status: ExitCode): ExitCode {
  complain(console, what, hint);
  return status;
}
