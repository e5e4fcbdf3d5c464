import { setTimeout as sleep } from "node:timers/promises";
import type { Observation } from "@secondlock/model";
import type { ProbeTask } from "./prober.ts";
import { turnedAway } from "./ssh-command.ts";

/** Long enough for a busy sshd to be done with the callers that crowded this one out. */
const pauseMs = 1_000;

/**
 * Whether a server broke off before it answered, as a busy one does. No credential was sent until then, so asking once
 * more is no second try. Pure.
 */
export function brokeOff(seen: Observation): boolean {
  if (seen.kind === "ssh-greeting") return !seen.opened && seen.negotiated && seen.methods.length === 0;
  return seen === turnedAway;
}

/** Asks, and asks once more where the server broke off. */
export async function askTwice(
  tasks: readonly ProbeTask[],
  ask: (some: readonly ProbeTask[]) => Promise<readonly Observation[]>,
  signal: AbortSignal | undefined,
  pause: (ms: number) => Promise<unknown> = sleep,
): Promise<readonly Observation[]> {
  const first = await ask(tasks);
  const open = tasks.filter((_task, index) => first[index] !== undefined && brokeOff(first[index]));
  if (open.length === 0 || signal?.aborted === true) return first;
  await pause(pauseMs);
  const second = await ask(open);
  const again = new Map(open.map((task, index) => [task, second[index]] as const));
  return tasks.flatMap((task, index) => again.get(task) ?? first[index] ?? []);
}
