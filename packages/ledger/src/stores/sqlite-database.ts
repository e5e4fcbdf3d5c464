import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { failure, type LogIdentity, type Outcome, StoreError } from "../store.ts";

/** Each as SQLite keeps it in its schema. With 2^53 - 2 as the last number, the one after it is a safe integer too. */
const tables: readonly string[] = [
  `CREATE TABLE ledger_entry (
    seq INTEGER PRIMARY KEY CHECK (seq BETWEEN 0 AND 9007199254740990),
    hash TEXT NOT NULL, entry TEXT NOT NULL, opened TEXT
  ) STRICT`,
  `CREATE TABLE ledger_log (
    one INTEGER PRIMARY KEY CHECK (one = 1), v INTEGER NOT NULL, id TEXT NOT NULL, segment_size INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE ledger_seal (
    segment INTEGER PRIMARY KEY, root TEXT NOT NULL, last TEXT NOT NULL, time TEXT NOT NULL
  ) STRICT`,
];

/** Functions with effects are not for the schema of a file that somebody else may have written. */
export const distrust = "PRAGMA trusted_schema = OFF;";

export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // FULL: a commit is only answered after the log of the database was synced (https://sqlite.org/pragma.html#pragma_synchronous)
    database.exec(`${distrust} PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Makes an empty file where there is none: SQLite itself would make it readable for everybody. */
export function makeFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
}

/**
 * Whether the tables are there. Throws a StoreError when they are others than those that are made here, or have views of
 * their names, triggers or indexes: what such a log says, and does, is for whoever wrote its schema to say.
 */
export function isMade(database: DatabaseSync): boolean {
  const ours = "lower(tbl_name) IN ('ledger_entry', 'ledger_log', 'ledger_seal')";
  const found = database.prepare(`SELECT sql FROM sqlite_schema WHERE ${ours} ORDER BY name`).all();
  if (found.length === 0) return false;
  if (spelled(found.map(({ sql }) => String(sql))) !== spelled(tables)) {
    throw new StoreError(failure("damaged", "the schema of the ledger's tables"));
  }
  return true;
}

function spelled(all: readonly string[]): string {
  return all.join(";").replaceAll(/\s+/g, " ");
}

/** Only for the one whose turn it is. */
export function make(database: DatabaseSync, { id, segmentSize }: LogIdentity): Outcome {
  if (isMade(database)) return { ok: true };
  const encoding = database.prepare("PRAGMA encoding").get()?.["encoding"];
  // the bytes of a text have to be those that its hash is over
  if (encoding !== "UTF-8") return failure("failed", `the database keeps its text in ${String(encoding)}`);
  database.exec(tables.join(";"));
  database.prepare("INSERT INTO ledger_log (one, v, id, segment_size) VALUES (1, 1, ?, ?)").run(id, segmentSize);
  return { ok: true };
}

export function identity(database: DatabaseSync): LogIdentity | undefined {
  const row = database.prepare("SELECT id, segment_size FROM ledger_log WHERE v = 1").get();
  return row === undefined ? undefined : { id: String(row["id"]), segmentSize: Number(row["segment_size"]) };
}
