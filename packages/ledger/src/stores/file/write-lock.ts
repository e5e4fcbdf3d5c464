import { accessSync, constants, existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { failure, type Outcome } from "../../store.ts";
import { modes, names } from "./layout.ts";
import { failureOf } from "./system-error.ts";

/** Lets one writer at a time at a folder, among all processes of this machine that reach it. */
export interface WriteLock {
  /** Waits for at most `waitMs`, first come first served but for those who wait at the same moment. */
  take(waitMs: number): Promise<Outcome>;
  /** It is free when this process comes to its next round of events, unless it is taken again before. */
  release(): void;
  close(): void;
}

/**
 * Node has no flock, and a file with a process id in it lies after kill -9. SQLite locks its file in the kernel
 * (POSIX advisory locks, and between connections of one process by its own table of inodes), for as long as the process
 * lives: so an empty database that nothing is ever written to is a lock. Works between containers that share a folder,
 * and not on network file systems that do not keep locks.
 *
 * There are two: whoever waits stands at the door (`turn`), and takes the log (`write`) before he leaves the door. A
 * writer whose stay is over has to go through the door again, so two busy writers take turns.
 *
 * Taking both costs some 45 system calls, as much as two dozen entries: so turns that follow each other at once share a stay.
 */
export async function openWriteLock(folder: string): Promise<WriteLock> {
  const door = new KernelLock(join(folder, names.turnLock));
  const log = new KernelLock(join(folder, names.writeLock));
  let entered = 0;
  let leaving: NodeJS.Immediate | undefined;

  function stays(): boolean {
    if (leaving === undefined) return false;
    clearImmediate(leaving);
    leaving = undefined;
    if (performance.now() - entered < longestStay && log.isAtPath()) return true;
    log.release();
    return false;
  }

  return {
    async take(waitMs) {
      if (stays()) return { ok: true };
      const until = Date.now() + waitMs;
      const atDoor = await door.take(until);
      if (!atDoor.ok) return atDoor;
      try {
        const taken = await log.take(until);
        entered = performance.now();
        return taken;
      } finally {
        door.release();
      }
    },
    release() {
      leaving = setImmediate(() => {
        leaving = undefined;
        log.release();
      });
    },
    close() {
      clearImmediate(leaving);
      leaving = undefined;
      door.close();
      log.close();
    },
  };
}

/** Milliseconds after which others are let in before the next turn. */
const longestStay = 5;

const busy = 5;
const sqliteReadOnly: ReadonlySet<number> = new Set([8, 14]);

class KernelLock {
  readonly #path: string;
  #database: DatabaseSync | undefined;
  #inode = 0;

  constructor(path: string) {
    this.#path = path;
  }

  async take(until: number): Promise<Outcome> {
    for (let tries = 0; ; tries += 1) {
      const outcome = await this.#try();
      if (outcome.ok || outcome.reason !== "busy" || Date.now() >= until) return outcome;
      await sleep(Math.min(1 + tries, 8) * (0.5 + Math.random() / 2));
    }
  }

  release(): void {
    this.#database?.exec("ROLLBACK");
  }

  /** Whether the file that is locked is still the one that others would lock. */
  isAtPath(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.ino === this.#inode;
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  async #try(): Promise<Outcome> {
    try {
      if (!this.isAtPath()) this.close();
      this.#database ??= await this.#open();
      accessSync(this.#path, constants.W_OK);
      this.#database.exec("BEGIN EXCLUSIVE");
      // somebody removed the file that we hold: others would lock another one
      if (this.isAtPath()) return { ok: true };
      this.close();
      return failure("busy", "the lock was removed");
    } catch (error) {
      const outcome = lockFailure(error);
      // one that was opened read-only stays so
      if (!outcome.ok && outcome.reason !== "busy") this.close();
      return outcome;
    }
  }

  async #open(): Promise<DatabaseSync> {
    await makeOnce(this.#path);
    // SQLite opens what it cannot write to for reading, and then locks nothing and says nothing
    accessSync(this.#path, constants.W_OK);
    const database = new DatabaseSync(this.#path, { timeout: 0 });
    // a journal on disk would be made and removed each time, for a database that never changes
    database.exec("PRAGMA journal_mode = MEMORY");
    this.#inode = statSync(this.#path).ino;
    return database;
  }
}

function lockFailure(error: unknown): Outcome {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
  if (code === undefined) return failureOf(error);
  if (code === busy) return failure("busy", "another writer holds the log");
  return failure(sqliteReadOnly.has(code) ? "read-only" : "failed", `SQLITE_${code}`);
}

/** Only ever opened here when it is new: closing any file descriptor of a file drops all locks that its process has on it. */
async function makeOnce(path: string): Promise<void> {
  if (existsSync(path)) return;
  try {
    const made = await open(path, "wx", modes.file);
    await made.close();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
