import type { Planned, Plans } from "@secondlock/engine/change";
import { type Console, refuse } from "./console.ts";
import { editedText } from "./edited-text.ts";
import type { ExitCode } from "./exit-codes.ts";
import { onInterrupt } from "./interrupt.ts";
import { plansFor } from "./commands/plan.ts";
import { planArguments } from "./commands/plan-options.ts";

/** A host that was read, nothing forbids to change, and the connection to it stands. */
export interface PlannedHost {
  readonly read: Planned["read"];
  readonly passwords: Plans["passwords"];
  readonly signal: AbortSignal;
}

/** Reads one host, lets `work` be done there, and ends the connection whatever comes of it. */
export async function onPlannedHost(
  host: string,
  options: Record<string, unknown>,
  console: Console,
  work: (planned: PlannedHost) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  // what is not due is no reason to change anything: only the way in and the journal are wanted
  const plans = await plansFor(planArguments([host], { ...options, only: [] }), console, signal);
  if (typeof plans === "number") {
    interrupt.release();
    return plans;
  }
  try {
    const [planned] = plans.hosts;
    if (planned === undefined) return 2;
    const [refusal] = planned.plan.refusals;
    if (refusal !== undefined) return refuse(console, `${host}: ${refusal}`, "once it is settled, run it again", 3);
    return await work({ read: planned.read, passwords: plans.passwords, signal });
  } finally {
    await plans.close();
    interrupt.release();
  }
}

/** Seconds within which a change has to be confirmed; undefined once it was told what they may be. */
export function secondsToConfirm(options: Record<string, unknown>, console: Console): number | undefined {
  const seconds = Number(options["confirmWithin"]);
  if (Number.isInteger(seconds) && seconds >= 5 && seconds <= 3_600) return seconds;
  refuse(console, "--confirm-within takes seconds, from 5 to 3600", "leave it out for 120", 2);
  return undefined;
}

/** What an undo would write over is told, and refused unless the person said so; undefined when it may go on. */
export function refuseEdited(
  edited: readonly string[],
  options: Record<string, unknown>,
  console: Console,
  hint: string,
): ExitCode | undefined {
  const text = editedText(edited, options["overwrite"] === true);
  return text === undefined ? undefined : refuse(console, text, hint, 5);
}
