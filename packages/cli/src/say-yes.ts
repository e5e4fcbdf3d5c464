import { createInterface } from "node:readline/promises";
import { sanitiseLine } from "@secondlock/engine/sanitise";
import { type Console, refuse } from "./console.ts";
import type { ExitCode } from "./exit-codes.ts";
import { wrap } from "./wrap.ts";

const columns = 80;
/** Characters of a question: it may name many hosts. */
const longest = 4_000;

const somebodyIsThere = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** Ends a command that somebody said no to, or that nobody could be asked about. */
export function endUnchanged(console: Console): ExitCode {
  if (!somebodyIsThere())
    return refuse(
      console,
      "nothing was changed: nobody can be asked here",
      "run this at a terminal; where there is a --yes: look at it first, then give that",
      5,
    );
  console.err("secondlock: nothing was changed\n");
  return 5;
}

/** Asks on the terminal; only the whole word counts, and whoever typed part of it is asked once more. False where nobody can answer. */
export async function sayYes(question: string, signal: AbortSignal): Promise<boolean> {
  if (!somebodyIsThere()) return false;
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  reader.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return await agrees((text) => reader.question(text, { signal }), question);
  } catch (error) {
    // Ctrl-C, or Ctrl-D
    if (signal.aborted || isAborted(error)) return false;
    throw error;
  } finally {
    reader.close();
  }
}

export function isAborted(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** Asks once more after an answer that is neither yes nor no. */
export async function agrees(ask: (text: string) => Promise<string>, question: string): Promise<boolean> {
  const first = (
    await ask(`${wrap(sanitiseLine(question, longest), columns)}\nType the whole word yes to go on: `)
  ).trim();
  if (/^(yes|no|n)$/i.test(first)) return /^yes$/i.test(first);
  return /^yes$/i.test((await ask("Only the whole word yes goes on, anything else stops: ")).trim());
}
