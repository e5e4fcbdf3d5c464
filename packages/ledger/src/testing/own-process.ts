import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WriterWork } from "./writer-process.ts";

/** A program of this folder in a process of its own. What it is compiled to is kept: most of the time goes there. */
export function start(program: string, argv: readonly string[], through: readonly string[] = []): ChildProcess {
  const [command = "", ...rest] = [...through, process.execPath, join(import.meta.dirname, program), ...argv];
  return spawn(command, rest, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "secondlock-ledger-compiled") },
  });
}

/** All that it says. Throws when it fails. */
export async function said(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the process ended with ${String(code)}`);
  return text;
}

/** A process that appends. Each line that it says, after the first, is of one entry that it got the answer for. */
export function startWriter(work: WriterWork): ChildProcess {
  return start("writer-process.ts", [JSON.stringify(work)]);
}
