import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A database of a test's own, below a folder of its own, that only listens on a socket there. */
export interface OwnServer {
  readonly directory: string;
  /** Ends it like a power cut does, and starts it on the same files. */
  restart(): Promise<void>;
  /** Ends it and removes its files. May be called twice. */
  stop(): Promise<void>;
}

export interface Recipe {
  readonly name: string;
  readonly directory: string;
  readonly argv: readonly string[];
  readonly answers: () => boolean | Promise<boolean>;
}

const mostStarts = 5;
const startLimitMs = 30_000;

/** A server refuses to run as root, or should not: so it is nobody's when a test runs as root. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export function ownFolder(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `secondlock-${name}-`));
  if (nobody.uid !== undefined) chownSync(directory, nobody.uid, nobody.gid);
  return directory;
}

/** Runs one program to its end as the servers' user. Throws with what it said. */
export async function asServer(argv: readonly string[]): Promise<void> {
  const [program = "", ...rest] = argv;
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"], ...nobody });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`);
}

/** Starts a server that dies with this process, in whatever way that happens. */
export async function startServer(recipe: Recipe): Promise<OwnServer> {
  const { directory } = recipe;
  let child = await begin(recipe);
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  return {
    directory,
    async restart() {
      await end();
      child = await begin(recipe);
    },
    async stop() {
      await end();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** One that ends at once is started again: what a server left that was killed, as its children, may be in its way for a moment. */
async function begin({ name, directory, argv, answers }: Recipe): Promise<ChildProcess> {
  const start = (): ChildProcess =>
    spawn("setpriv", ["--pdeathsig", "KILL", ...argv], { cwd: directory, stdio: "ignore", ...nobody });
  let child = start();
  let starts = 1;
  for (const until = Date.now() + startLimitMs; Date.now() < until; await sleep(30)) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded && starts === mostStarts) break;
    if (hasEnded) [child, starts] = [start(), starts + 1];
    else if (await answers()) return child;
  }
  child.kill("SIGKILL");
  const log = join(directory, "log");
  const tail = existsSync(log) ? readFileSync(log, "utf8").slice(-1_000) : "";
  throw new Error(`${name} did not come up, started ${starts} times: ${tail}`);
}
