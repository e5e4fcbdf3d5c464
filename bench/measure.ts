import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What one run of a program cost here. */
export interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

let runs = 0;

/** Arguments for Node that make a program tell its own cost when it ends, into a file. */
export function telling(): {
  readonly argv: readonly string[];
  readonly env: Record<string, string>;
  readonly read: () => Omit<Cost, "seconds">;
} {
  const file = join(tmpdir(), `secondlock-bench-${process.pid}-${runs++}.json`);
  return {
    argv: [process.execPath, "--import", join(import.meta.dirname, "tell-usage.mjs")],
    env: { SECONDLOCK_BENCH_USAGE: file },
    read() {
      const told = JSON.parse(readFileSync(file, "utf8")) as Omit<Cost, "seconds">;
      rmSync(file);
      return told;
    },
  };
}

/** Seconds that a program takes from its start to its end. Throws when it fails. */
export async function secondsOf(
  argv: readonly [string, ...string[]],
  env: Record<string, string> = {},
): Promise<number> {
  const [program, ...rest] = argv;
  const started = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const child = spawn(program, rest, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
  child.on("error", reject);
  child.on("close", resolve);
  const status = await promise;
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${String(status)}`);
  return (performance.now() - started) / 1_000;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
