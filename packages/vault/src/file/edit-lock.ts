import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds to wait for another edit of the same person, which takes a tenth of a second. */
const patience = 3_000;
const pause = 20;

/**
 * Lets one command at a time edit: of two that read the same file, the second to write would undo the first. Node has no flock, and a file
 * with a process id in it lies after kill -9; SQLite locks its file in the kernel for as long as the process lives. Gives what ends it,
 * or undefined when somebody else goes on editing.
 */
export async function lockEdits(home: string): Promise<(() => void) | undefined> {
  const database = new DatabaseSync(join(home, "editing.lock"));
  for (const until = Date.now() + patience; Date.now() < until; await sleep(pause)) {
    try {
      database.exec("BEGIN EXCLUSIVE");
      return () => database.close();
    } catch {
      // somebody else has it
    }
  }
  database.close();
  return undefined;
}
