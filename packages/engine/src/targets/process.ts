import { spawn } from "node:child_process";
import { endWithUs } from "./last-will.ts";

export interface ProcessLimits {
  readonly seconds: number;
  readonly bytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Added to the environment of the program, e.g. a password that must not stand on a command line. */
  readonly env?: Readonly<Record<string, string>>;
  /** Sees standard output as it comes. */
  readonly watch?: (chunk: Buffer) => void;
  /** Ends the program once this gives a reason to. */
  readonly stop?: Promise<string>;
}

export interface Ended {
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Exit status; 127 when the program is not there, 128 + n after signal n. */
  readonly status: number;
  readonly cut: boolean;
  readonly interrupted?: string;
}

const stderrLimit = 16 * 1024;

/** Starts a program, feeds it, and ends it when it is out of time or prints too much. Never throws for what the program does. */
export async function runProcess(
  argv: readonly [string, ...string[]],
  input: string | AsyncIterable<string>,
  limits: ProcessLimits,
): Promise<Ended> {
  const [program, ...args] = argv;
  const { promise, resolve } = Promise.withResolvers<Ended>();
  // a group of its own, so that ending it ends what it started as well
  const child = spawn(program, args, {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
    env: { ...process.env, ...limits.env },
  });
  const letGo = child.pid === undefined ? (): void => undefined : endWithUs({ group: child.pid });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let size = 0;
  let errSize = 0;
  let interrupted: string | undefined;
  let gone = false;

  const end = (because: string): void => {
    // once it is gone, its process id may be another's
    if (interrupted !== undefined || gone) return;
    interrupted = because;
    killGroup(child.pid, "SIGTERM");
    setTimeout(() => {
      killGroup(child.pid, "SIGKILL");
      // a process that left the group may still hold the pipes
      child.stdout.destroy();
      child.stderr.destroy();
    }, 1_000).unref();
  };
  const timer = setTimeout(() => end(`no end after ${limits.seconds} s`), limits.seconds * 1_000);
  const onAbort = (): void => end("stopped by you");
  void limits.stop?.then(end);
  if (limits.signal?.aborted === true) onAbort();
  limits.signal?.addEventListener("abort", onAbort, { once: true });

  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    limits.watch?.(chunk);
    if (size <= limits.bytes) out.push(chunk);
    else end(`more than ${limits.bytes} bytes of output`);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    if (errSize < stderrLimit) err.push(chunk);
    errSize += chunk.length;
  });
  // the program may end before it has read everything
  child.stdin.on("error", () => undefined);
  void feed(child.stdin, input);

  const settle = (status: number): void => {
    gone = true;
    clearTimeout(timer);
    letGo();
    limits.signal?.removeEventListener("abort", onAbort);
    resolve({
      stdout: Buffer.concat(out),
      stderr: Buffer.concat(err).toString("utf8").slice(0, stderrLimit),
      status,
      cut: size > limits.bytes,
      ...(interrupted === undefined ? {} : { interrupted }),
    });
  };
  child.on("error", () => settle(127));
  child.on("close", (code, signal) => settle(code ?? (signal === "SIGKILL" ? 137 : 143)));
  return await promise;
}

async function feed(stdin: NodeJS.WritableStream, input: string | AsyncIterable<string>): Promise<void> {
  if (typeof input === "string") {
    stdin.end(input);
    return;
  }
  for await (const part of input) stdin.write(part);
  stdin.end();
}

/** Ends a process group that we started. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // gone already
  }
}
