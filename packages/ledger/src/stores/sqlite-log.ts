import type { DatabaseSync } from "node:sqlite";

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
