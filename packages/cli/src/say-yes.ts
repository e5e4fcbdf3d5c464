import { createInterface } from "node:readline/promises";

/** Asks on the terminal; only the whole word counts. False where nobody can answer. */
export async function sayYes(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  reader.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return /^yes$/i.test((await reader.question(`${question}\nType yes to go on: `, { signal })).trim());
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    reader.close();
  }
}
