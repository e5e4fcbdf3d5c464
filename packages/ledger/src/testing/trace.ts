import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Asking } from "./asking-process.ts";
import { said, start } from "./own-process.ts";
import { ready } from "./ready.ts";

/** Whether strace may be used here. */
export function mayTrace(): boolean {
  return ready(spawnSync("strace", ["-e", "trace=none", "true"]).status === 0, "strace is not there, or may not trace");
}

/** One call into the kernel. */
export interface Call {
  readonly name: string;
  /** The line of the trace on which it began, and the one on which it ended. */
  readonly began: number;
  readonly ended: number;
  /** With the path of each file, and the result. */
  readonly text: string;
}

const watched = "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,rmdir";

/** What a process that asks a ledger has the kernel do. */
export async function traced(folder: string, asking: Asking): Promise<readonly Call[]> {
  const trace = join(folder, "trace");
  const through = ["strace", "-f", "-y", "-s", "200", "-e", `trace=${watched}`, "-o", trace];
  await said(start("asking-process.ts", [JSON.stringify(asking)], through));
  return callsOf(readFileSync(trace, "utf8"));
}

/** Ends a process with SIGKILL right before the nth of its calls of one kind. False: it made no more of them, and ended well. */
export async function killedBefore(call: string, nth: number, asking: Asking): Promise<boolean> {
  // calls are counted by thread, so there is one for files
  const through = ["env", "UV_THREADPOOL_SIZE=1", "strace", "-f", "-o", "/dev/null"];
  const inject = ["-e", `trace=${call}`, "-e", `inject=${call}:signal=SIGKILL:when=${nth}`];
  const child = start("asking-process.ts", [JSON.stringify(asking)], [...through, ...inject]);
  child.stdout?.resume();
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code !== 0 && signal !== "SIGKILL") throw new Error(`the process ended with ${String(code)} ${String(signal)}`);
  return signal === "SIGKILL";
}

/** What a process says of whose calls of one kind some fail, as `error` (`EIO:when=2`). */
export async function saidWhileFailing(call: string, error: string, asking: Asking): Promise<string> {
  const through = ["env", "UV_THREADPOOL_SIZE=1", "strace", "-f", "-o", "/dev/null"];
  const inject = ["-e", `trace=${call}`, "-e", `inject=${call}:error=${error}`];
  return await said(start("asking-process.ts", [JSON.stringify(asking)], [...through, ...inject]));
}

/** Puts together again what strace tells in two lines when another thread came between. */
function callsOf(trace: string): readonly Call[] {
  const calls: Call[] = [];
  const open = new Map<string, { readonly began: number; readonly text: string }>();
  for (const [at, line] of trace.split("\n").entries()) {
    const [, thread = "", text = ""] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(text);
    if (text.endsWith("<unfinished ...>"))
      open.set(thread, { began: at, text: text.replace(/ *<unfinished \.\.\.>$/, "") });
    else if (resumed !== null) {
      const start = open.get(thread);
      if (start !== undefined)
        calls.push({ name: resumed[1] ?? "", ...start, ended: at, text: start.text + (resumed[2] ?? "") });
    } else if (/^\w+\(/.test(text)) calls.push({ name: text.slice(0, text.indexOf("(")), began: at, ended: at, text });
  }
  return calls.toSorted((a, b) => a.ended - b.ended);
}
