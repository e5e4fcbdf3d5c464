import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { syncFile, syncFolder } from "./file/sync.ts";

/** The write-ahead log of a database (https://sqlite.org/wal.html). */
export function logOf(file: string): string {
  return `${file}-wal`;
}

/**
 * What was overwritten lies in the write-ahead log in its old form until that is truncated. False: somebody reads in it
 * (https://sqlite.org/pragma.html#pragma_wal_checkpoint).
 */
export function isEmptied(database: DatabaseSync): boolean {
  try {
    return database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.["busy"] === 0;
  } catch {
    return false;
  }
}

/**
 * A commit is shown to others only after the log was synced, but for one whose writer died right before: who opens the
 * database first finds it in the log. Needs no right to write; no lock is on this file that closing it could drop.
 */
export async function syncLog(file: string): Promise<void> {
  if (!existsSync(logOf(file))) return;
  await syncFile(logOf(file));
  await syncFolder(dirname(file));
}
