import { chmodSync, chownSync, mkdirSync, readlinkSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "./run-account.ts";
import { programOf } from "./run-program.ts";

/** Where the files are, for the program and its children only: everybody else sees an empty folder. */
export const filesFolder = "/run/secondlock/files";
/** Tells the program where; and this process, before it has secrets, which mount namespace it came from. */
const filesVariable = "SECONDLOCK_FILES";
const cameFrom = "SECONDLOCK_CAME_FROM";
const ramfs = 0x858458f6;

/** True in a mount namespace of this process's own: what is mounted in it, nobody else sees, and it ends with the last process in it. */
export function isApart(env: NodeJS.ProcessEnv): boolean {
  const before = env[cameFrom];
  return before !== undefined && before !== ownNamespace();
}

/** Starts this command anew in a mount namespace of its own: the process stays the same one. Comes back only when that fails. */
export function goApart(): void {
  const unshare = programOf("unshare", "/usr/bin:/bin");
  if (typeof unshare === "number") return;
  // private: also where / is shared, nothing that is mounted inside is seen outside
  const argv = ["unshare", "--mount", "--propagation", "private", "--", process.execPath, ...process.execArgv];
  process.execve?.(unshare, [...argv, ...process.argv.slice(1)], { ...process.env, [cameFrom]: ownNamespace() });
}

/**
 * Writes each value into a file of its own that only the account can read. On ramfs: its pages are never swapped, which those of tmpfs
 * are. False where that cannot be mounted.
 */
export function writeFiles(values: ReadonlyMap<string, string>, { uid, gid }: Pick<Account, "uid" | "gid">): boolean {
  mkdirSync(filesFolder, { recursive: true, mode: 0o755 });
  const options = "nodev,nosuid,noexec,mode=0700";
  // only here: to load it takes two milliseconds of every start
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { status } = spawnSync("mount", ["-t", "ramfs", "-o", options, "secondlock", filesFolder], { stdio: "ignore" });
  if (status !== 0 || statfsSync(filesFolder).type !== ramfs) return false;
  for (const [name, value] of values) {
    const path = join(filesFolder, name);
    writeFileSync(path, value, { mode: 0o400, flag: "wx" });
    chownSync(path, uid, gid);
  }
  // in this order it takes no right but to give away
  chmodSync(filesFolder, 0o500);
  chownSync(filesFolder, uid, gid);
  return true;
}

/** The environment of the program: without what was only for the way there. */
export function withFiles(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { [cameFrom]: _, ...rest } = env;
  return { ...rest, [filesVariable]: filesFolder };
}

function ownNamespace(): string {
  return readlinkSync("/proc/self/ns/mnt");
}
