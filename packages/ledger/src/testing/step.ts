import type { Call } from "./trace.ts";

/** A call into the kernel that has to be in a trace: its name, and something of its text. */
export type Step = readonly [name: RegExp, text: RegExp];

// a path is a part of a regular expression, up to the end of the path in the trace
export const sync = (path: string): Step => [/^fsync$/, new RegExp(`${path}>\\)\\s+= 0$`)];
export const datasync = (path: string): Step => [/^fdatasync$/, new RegExp(`${path}>\\)\\s+= 0$`)];
export const rename = (path: string): Step => [/^rename/, new RegExp(path)];
export const remove = (path: string): Step => [/^unlink/, new RegExp(`${path}"`)];
export const write = (path: string): Step => [/^p?write/, new RegExp(`<[^>]*${path}>`)];
export const cut = (path: string): Step => [/^ftruncate/, new RegExp(`${path}>`)];
/** What the process says. */
export const told = (line: string): Step => [/^write$/, new RegExp(`^write\\(1(<[^>]*>)?, "${line}\\\\n`)];

/** The steps that were made one after the other, up to the first that was not: each begins after the one before it ended. */
export function made(calls: readonly Call[], steps: readonly Step[]): readonly Step[] {
  let after = -1;
  for (const [index, [name, text]] of steps.entries()) {
    const next = calls.find((call) => call.began > after && name.test(call.name) && text.test(call.text));
    if (next === undefined) return steps.slice(0, index);
    after = next.ended;
  }
  return steps;
}
