import { spawn } from "node:child_process";

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly cwd?: string;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What coreutils' `timeout` and the shell use, so that a reader recognises them. */
const TIMED_OUT = 124;
const NOT_STARTED = 127;
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/** Runs a program to its end. Never throws: the code says how it went. */
export function run(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program, ...rest] = argv;
  if (program === undefined) return Promise.resolve({ code: NOT_STARTED, stdout: "", stderr: "no program was named" });
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      stdio: ["pipe", "pipe", "pipe"],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: { ...process.env, ...options.env } }),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let size = 0;
    let timedOut = false;
    let settled = false;
    const keep = (into: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size <= OUTPUT_LIMIT) into.push(chunk);
    };
    const settle = (code: number, note = "") => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      clearTimeout(lingering);
      resolve({
        code,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8") + note,
      });
    };
    let lingering: NodeJS.Timeout | undefined;
    const timeoutMs = options.timeoutMs ?? 60_000;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    child.stdout.on("data", keep(stdout));
    child.stderr.on("data", keep(stderr));
    child.on("error", (error) => settle(NOT_STARTED, `${program} did not start: ${error.message}\n`));
    const ended = (code: number | null) =>
      timedOut ? settle(TIMED_OUT, `${program} did not end within ${timeoutMs} ms\n`) : settle(code ?? 128);
    child.on("close", ended);
    child.on("exit", (code) => {
      // A daemon that the program left behind may hold the pipes open for ever.
      lingering = setTimeout(() => ended(code), 500);
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/** Like `run`, for steps that must work: throws with what was asked, what was said, and a hint. */
export async function must(what: string, argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await run(argv, options);
  if (result.code === 0) return result.stdout;
  const said = (result.stderr.trim() || result.stdout.trim() || "it said nothing").slice(-2_000);
  throw new Error(`${what} failed (code ${result.code}): ${said}\nhint: the command was ${argv.slice(0, 6).join(" ")}`);
}
