import { createInterface } from "node:readline/promises";
import { wrap } from "./wrap.ts";

const columns = 80;

/** Asks on the terminal; only the whole word counts, and whoever typed part of it is asked once more. False where nobody can answer. */
export async function sayYes(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  reader.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return await agrees((text) => reader.question(text, { signal }), question);
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    reader.close();
  }
}

/** Asks once more after an answer that is neither yes nor no. */
export async function agrees(ask: (text: string) => Promise<string>, question: string): Promise<boolean> {
  const first = (await ask(`${wrap(question, columns)}\nType yes to go on: `)).trim();
  if (/^(yes|no|n)$/i.test(first)) return /^yes$/i.test(first);
  return /^yes$/i.test((await ask("Type the whole word yes to go on, anything else to stop: ")).trim());
}
