import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Change,
  failure,
  type Failure,
  type LogIdentity,
  type Outcome,
  type Row,
  type Seal,
  type Store,
  StoreError,
  type Turn,
} from "../store.ts";
import { failureOf } from "./sqlite-failure.ts";
import { isEmptied } from "./sqlite-log.ts";

export interface SqliteStoreOptions {
  /** The database's file; made with mode 0600 if it is not there. The ledger's tables are made in it. */
  readonly file: string;
  /** How long to wait for other writers, in milliseconds; 10,000 otherwise. */
  readonly waitMs?: number;
}

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

const piece = 2_048;

/** A log in one SQLite database (node:sqlite). Calls into SQLite block the process while they run, its fsync included. */
export function sqliteStore({ file, waitMs = 10_000 }: SqliteStoreOptions): Store {
  let opened: DatabaseSync | undefined;

  function database(): DatabaseSync {
    if (opened === undefined) throw new Error("the store is not open");
    return opened;
  }

  /** Begins as a writer, so that nothing is read that somebody else is about to add to. */
  async function written(work: (database: DatabaseSync) => Outcome): Promise<Outcome> {
    const until = Date.now() + waitMs;
    for (let tries = 0; ; tries += 1) {
      const outcome = attempt(database(), work);
      if (outcome.ok || outcome.reason !== "busy" || Date.now() >= until) return outcome;
      await sleep(Math.min(1 + tries, 8) * (0.5 + Math.random()));
    }
  }

  /** Waits for readers of other processes, who are done with a piece in a moment. */
  async function emptyLog(): Promise<void> {
    const until = Date.now() + waitMs;
    while (!isEmptied(database()) && Date.now() < until) await sleep(2);
  }

  function identity(): LogIdentity | undefined {
    const row = database().prepare("SELECT id, segment_size FROM ledger_log WHERE v = 1").get();
    return row === undefined ? undefined : { id: String(row["id"]), segmentSize: Number(row["segment_size"]) };
  }

  return {
    async open(wish) {
      try {
        opened ??= openDatabase(file);
        const made = isMade(opened) ? { ok: true as const } : await written((database) => make(database, wish));
        if (!made.ok) return made;
        // whoever redacted last may not have lived to do it
        isEmptied(opened);
        const log = identity();
        return log === undefined ? failure("damaged", "ledger_log") : { ok: true, log };
      } catch (error) {
        return failureOf(error);
      }
    },
    async change(known, begin) {
      let concealed = false;
      const outcome = await written((database) => {
        const taken = take(database, known, begin());
        concealed = "concealed" in taken && taken.concealed;
        return taken;
      });
      if (outcome.ok && concealed) await emptyLog();
      return outcome;
    },
    async seals() {
      try {
        return sealsOf(database());
      } catch (error) {
        throw new StoreError(failureOf(error));
      }
    },
    async *read(from, to) {
      try {
        yield* rows(database(), from, to);
      } catch (error) {
        throw new StoreError(failureOf(error));
      }
    },
    place: (position) => `${file}, table ledger_entry, seq ${position}`,
    async close() {
      opened?.close();
      opened = undefined;
    },
  };
}

function openDatabase(file: string): DatabaseSync {
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

function isMade(database: DatabaseSync): boolean {
  const found = database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'ledger_log'").get();
  if (found?.["n"] !== 1) return false;
  return database.prepare("SELECT count(*) AS n FROM ledger_log").get()?.["n"] === 1;
}

function make(database: DatabaseSync, { id, segmentSize }: LogIdentity): Outcome {
  database.exec(tables);
  if (isMade(database)) return { ok: true };
  database.prepare("INSERT INTO ledger_log (one, v, id, segment_size) VALUES (1, 1, ?, ?)").run(id, segmentSize);
  return { ok: true };
}

function attempt(database: DatabaseSync, work: (database: DatabaseSync) => Outcome): Outcome {
  try {
    database.exec("BEGIN IMMEDIATE");
    const outcome = work(database);
    database.exec(outcome.ok ? "COMMIT" : "ROLLBACK");
    return outcome;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    return failureOf(error);
  }
}

type Taken = { readonly ok: true; readonly concealed: boolean } | Failure;

function take(database: DatabaseSync, known: number, turn: Turn): Taken {
  const size = sizeOf(database);
  if (size < known) return failure("damaged", `ledger_entry has ${size} entries and had ${known}`);
  for (const some of rows(database, known, size)) turn.see(some);
  const change = turn.decide(undefined);
  if ("damaged" in change) return failure("damaged", change.damaged);
  write(database, size, change);
  return { ok: true, concealed: change.conceal !== undefined };
}

function sizeOf(database: DatabaseSync): number {
  return Number(database.prepare("SELECT coalesce(max(seq) + 1, 0) AS n FROM ledger_entry").get()?.["n"]);
}

function write(database: DatabaseSync, size: number, { rows, seals, conceal }: Change): void {
  const insert = database.prepare("INSERT INTO ledger_entry (seq, hash, entry, opened) VALUES (?, ?, ?, ?)");
  for (const [index, { hash, entry, opened }] of rows.entries()) {
    insert.run(size + index, hash, entry, opened ?? null);
  }
  const add = database.prepare("INSERT OR IGNORE INTO ledger_seal (segment, root, last, time) VALUES (?, ?, ?, ?)");
  for (const { at, seal } of seals) add.run(at, seal.root, seal.last, seal.time);
  if (conceal === undefined) return;
  const row = database.prepare("SELECT opened FROM ledger_entry WHERE seq = ?").get(conceal.seq);
  const stays = conceal.keep(textOf(row?.["opened"]));
  database.prepare("UPDATE ledger_entry SET opened = ? WHERE seq = ?").run(stays ?? null, conceal.seq);
}

/** In pieces that are queries of their own: between them nothing is held, so no writer and no checkpoint waits. */
function* rows(database: DatabaseSync, from: number, to: number): Generator<readonly Row[]> {
  const select = database.prepare(
    "SELECT seq, hash, entry, opened FROM ledger_entry WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?",
  );
  const end = Math.min(to, Number.MAX_SAFE_INTEGER);
  for (let next = from; next < end;) {
    const found = select.all(next, end, piece);
    const last = found.at(-1);
    if (last === undefined) return;
    yield found.map((row) => ({
      hash: String(row["hash"]),
      entry: String(row["entry"]),
      opened: textOf(row["opened"]),
    }));
    next = Number(last["seq"]) + 1;
  }
}

function sealsOf(database: DatabaseSync): readonly Seal[] {
  const seals: Seal[] = [];
  for (const row of database.prepare("SELECT segment, root, last, time FROM ledger_seal ORDER BY segment").all()) {
    if (row["segment"] !== seals.length) break;
    seals.push({ root: String(row["root"]), last: String(row["last"]), time: String(row["time"]) });
  }
  return seals;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
