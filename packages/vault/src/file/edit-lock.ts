import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** Milliseconds to wait for another edit of the same person, which takes a tenth of a second. */
const patience = 3_000;
const pause = 20;

/** SQLite's SQLITE_BUSY: somebody else has it. The lower byte of an extended code is the code. */
const busy = 5;

/**
 * Lets one command at a time edit: of two that read the same file, the second to write would undo the first. Node has no flock, and a file
 * with a process id in it lies after kill -9; SQLite locks its file in the kernel for as long as the process lives. Gives what ends it.
 * Refuses with `busy` when somebody else goes on editing, and with `no-lock` where nothing can be locked; `detail` is the path, and why.
 */
export async function lockEdits(home: string): Promise<Outcome<() => void, "busy" | "no-lock">> {
  const path = join(home, "editing.lock");
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    for (const until = Date.now() + patience; Date.now() < until; await sleep(pause))
      if (isLocked(database)) return accept(releaseOf(database));
  } catch (error) {
    database?.close();
    return refuse("no-lock", `${path}: ${error instanceof Error ? error.message : "unknown"}`);
  }
  database.close();
  return refuse("busy");
}

function isLocked(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (((error as { readonly errcode?: number }).errcode ?? 0) % 256 === busy) return false;
    throw error;
  }
}

function releaseOf(database: DatabaseSync): () => void {
  return () => database.close();
}
