import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";

/** Outside the repository: images are large, and belong to the machine. */
export function cacheDirectory(): string {
  return process.env["SECONDLOCK_LAB_CACHE"] ?? "/var/cache/secondlock-lab";
}

/**
 * Runs `work` while holding a lock of the kernel's. The lock is held by a child that lives as long as our pipe to it:
 * when this process dies in any way, the lock is free.
 */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const directory = join(cacheDirectory(), "locks");
  mkdirSync(directory, { recursive: true });
  const holder = spawn("flock", ["--exclusive", join(directory, name), "sh", "-c", "echo held; exec cat"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(holder, "exit");
  try {
    const first = await Promise.race([once(holder.stdout, "data"), ended.then(() => undefined)]);
    if (first === undefined) throw new Error(`the lock ${name} could not be taken\nhint: is util-linux's flock there?`);
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
