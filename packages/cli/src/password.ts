import { addAbortSignal, Writable } from "node:stream";
import { createInterface } from "node:readline/promises";
import { isAborted } from "./say-yes.ts";

/** Asks for a password on the terminal, without showing it. Undefined when nobody is there, nothing is typed, or it is stopped. */
export async function askPassword(prompt: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  // only now, when the terminal shows nothing that is typed any more
  process.stderr.write(prompt);
  // the terminal is raw while it asks: Ctrl-C comes as a key, and would only close the question
  reader.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answer = await reader.question("", { signal });
    return answer === "" ? undefined : answer;
  } catch (error) {
    // Ctrl-C, or Ctrl-D
    if (signal.aborted || isAborted(error)) return undefined;
    throw error;
  } finally {
    reader.close();
    process.stderr.write("\n");
  }
}

/** Reads one line from standard input, for scripts. At most 1 KiB. */
export async function passwordFromInput(signal: AbortSignal): Promise<string | undefined> {
  let text = "";
  try {
    for await (const chunk of addAbortSignal(signal, process.stdin.setEncoding("utf8"))) {
      text += String(chunk);
      if (text.includes("\n") || text.length > 1_024) break;
    }
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
  const line = text.split("\n")[0] ?? "";
  return line === "" ? undefined : line;
}
