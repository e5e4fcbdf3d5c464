import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Asks for a password on the terminal, without showing it. Undefined when nobody is there or nothing is typed. */
export async function askPassword(prompt: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(prompt);
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    const answer = await reader.question("");
    return answer === "" ? undefined : answer;
  } finally {
    reader.close();
    process.stderr.write("\n");
  }
}

/** Reads one line from standard input, for scripts. At most 1 KiB. */
export async function passwordFromInput(): Promise<string | undefined> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    text += String(chunk);
    if (text.includes("\n") || text.length > 1_024) break;
  }
  const line = text.split("\n")[0] ?? "";
  return line === "" ? undefined : line;
}
