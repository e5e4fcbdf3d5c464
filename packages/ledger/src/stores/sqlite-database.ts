import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { LogIdentity } from "../store.ts";

const tables = `
  CREATE TABLE IF NOT EXISTS ledger_log (
    one INTEGER PRIMARY KEY CHECK (one = 1), v INTEGER NOT NULL, id TEXT NOT NULL, segment_size INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS ledger_entry (
    seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, entry TEXT NOT NULL, opened TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS ledger_seal (
    segment INTEGER PRIMARY KEY, root TEXT NOT NULL, last TEXT NOT NULL, time TEXT NOT NULL
  ) STRICT;
`;

export function openDatabase(file: string): DatabaseSync {
  // SQLite itself would make it readable for everybody
  if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
  const database = new DatabaseSync(file, { timeout: 0 });
  // FULL: a commit is only answered after the log of the database was synced (https://sqlite.org/pragma.html#pragma_synchronous)
  database.exec(
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;",
  );
  database.exec("PRAGMA busy_timeout = 0;");
  return database;
}

export function isMade(database: DatabaseSync): boolean {
  const found = database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'ledger_log'").get();
  if (found?.["n"] !== 1) return false;
  return database.prepare("SELECT count(*) AS n FROM ledger_log").get()?.["n"] === 1;
}

/** Only for the one whose turn it is. */
export function make(database: DatabaseSync, { id, segmentSize }: LogIdentity): void {
  database.exec(tables);
  if (isMade(database)) return;
  database.prepare("INSERT INTO ledger_log (one, v, id, segment_size) VALUES (1, 1, ?, ?)").run(id, segmentSize);
}

export function identity(database: DatabaseSync): LogIdentity | undefined {
  const row = database.prepare("SELECT id, segment_size FROM ledger_log WHERE v = 1").get();
  return row === undefined ? undefined : { id: String(row["id"]), segmentSize: Number(row["segment_size"]) };
}
