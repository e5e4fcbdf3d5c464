import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Change,
  failure,
  type Failure,
  type Found,
  type Outcome,
  type Store,
  StoreError,
  type Turn,
} from "../store.ts";
import { passReadOnly } from "./file/sync.ts";
import { identity, isMade, make, makeFile, openDatabase } from "./sqlite-database.ts";
import { failureOf } from "./sqlite-failure.ts";
import { placeOf, watch } from "./sqlite-file.ts";
import { isEmptied, syncLog } from "./sqlite-log.ts";
import { type Onlooker, onlooker } from "./sqlite-onlooker.ts";
import { add, conceal, pieceOf, sealsOf, sizeOf } from "./sqlite-rows.ts";

export interface SqliteStoreOptions {
  /** The database's file; made with mode 0600 if it is not there. The ledger's tables are made in it. */
  readonly file: string;
  /** How long to wait for other writers, in milliseconds; 10,000 otherwise. */
  readonly waitMs?: number;
}

/** A log in one SQLite database (node:sqlite). Calls into SQLite block the process while they run, its fsync included. */
export function sqliteStore({ file, waitMs = 10_000 }: SqliteStoreOptions): Store {
  if (!(waitMs >= 0 && waitMs < Number.POSITIVE_INFINITY))
    throw new RangeError("waitMs is a finite number of milliseconds from 0");
  let opened: DatabaseSync | undefined;
  let looking: Onlooker | undefined;
  /** Where the database itself lies. */
  let place = file;
  /** Throws when the database is not the one any more that lies there. */
  let insist: () => void = () => undefined;
  /** The write-ahead log may still have what was redacted. */
  let lingering = false;

  function database(): DatabaseSync {
    if (opened === undefined) throw new Error("the store is not open");
    return opened;
  }

  function reading<T>(work: (database: DatabaseSync) => T): T {
    try {
      if (looking !== undefined) return looking.read(work);
      insist();
      return work(database());
    } catch (error) {
      throw new StoreError(failureOf(error));
    }
  }

  /** Tries again while others hold the database. */
  async function patiently(work: () => Outcome): Promise<Outcome> {
    const until = Date.now() + waitMs;
    for (let tries = 0; ; tries += 1) {
      const outcome = tried(work);
      if (outcome.ok || outcome.reason !== "busy" || Date.now() >= until) return outcome;
      await sleep(Math.min(1 + tries, 8) * (0.5 + Math.random()));
    }
  }

  /** Waits for readers of other processes, who are done with a piece in a moment. */
  async function emptyLog(until: number): Promise<boolean> {
    while (!isEmptied(database())) {
      if (Date.now() >= until) return false;
      await sleep(2);
    }
    return true;
  }

  function found(): Found {
    const log = reading(identity);
    return log === undefined ? failure("damaged", "ledger_log") : { ok: true, log };
  }

  return {
    async open(wish) {
      try {
        makeFile(file);
        place = placeOf(file);
        const made = await patiently(() => {
          opened ??= openDatabase(place);
          return isMade(opened) ? { ok: true } : transaction(opened, (database) => make(database, wish));
        });
        if (!made.ok) return made;
        insist = watch(place);
        // whoever redacted last may not have lived to do it
        lingering = !isEmptied(database());
        return found();
      } catch (error) {
        return failureOf(error);
      }
    },
    async look() {
      try {
        if (!existsSync(file)) return failure("no-log", file);
        place = placeOf(file);
        looking = onlooker(place);
        return reading(isMade) ? found() : failure("no-log", file);
      } catch (error) {
        return failureOf(error);
      }
    },
    async change(known, begin) {
      let isRedaction = false;
      const outcome = await patiently(() =>
        transaction(database(), (database) => {
          const change = decided(database, known, begin());
          if ("ok" in change) return change;
          isRedaction = change.conceal !== undefined;
          const done = write(database, change);
          // right before the commit, which counts for what was read as well
          insist();
          return done;
        }),
      );
      // the value may be gone from the table alone: whoever removed it may have died before the rest
      const isGone = isRedaction && (outcome.ok || outcome.reason === "already-redacted");
      if (!isGone && !(outcome.ok && lingering)) return outcome;
      lingering = !(await emptyLog(isGone ? Date.now() + waitMs : 0));
      return isGone && lingering ? failure("lingers", `somebody reads in ${file}`) : outcome;
    },
    seals: async () => reading(sealsOf),
    async *read(from, to) {
      for (let next = from; next < to;) {
        const start = next;
        const piece = reading((database) => pieceOf(database, start, to));
        if (piece === undefined) return;
        yield piece.rows;
        ({ next } = piece);
      }
    },
    vouch: () =>
      syncLog(place)
        .catch(passReadOnly)
        .catch((error: unknown) => {
          throw new StoreError(failureOf(error));
        }),
    place: (position) => `${file}, table ledger_entry, seq ${position}`,
    async close() {
      opened?.close();
      looking?.close();
      opened = undefined;
    },
  };
}

function tried(work: () => Outcome): Outcome {
  try {
    return work();
  } catch (error) {
    return failureOf(error);
  }
}

/** Begins as a writer, so that nothing is read that somebody else is about to add to. */
function transaction(database: DatabaseSync, work: (database: DatabaseSync) => Outcome): Outcome {
  try {
    database.exec("BEGIN IMMEDIATE");
    const outcome = work(database);
    database.exec(outcome.ok ? "COMMIT" : "ROLLBACK");
    return outcome;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function decided(database: DatabaseSync, known: number, turn: Turn): Change | Failure {
  const size = sizeOf(database);
  if (size < known) return failure("damaged", `ledger_entry has ${size} entries and had ${known}`);
  const all = Number.POSITIVE_INFINITY;
  for (let piece = pieceOf(database, known, all); piece !== undefined; piece = pieceOf(database, piece.next, all)) {
    turn.see(piece.rows);
  }
  const change = turn.decide(undefined);
  return "damaged" in change ? failure("damaged", change.damaged) : change;
}

function write(database: DatabaseSync, change: Change): Outcome {
  // a database that is read-only lets a writer begin, and refuses the first change, also one of no row
  database.exec("DELETE FROM ledger_entry WHERE false");
  if (change.conceal !== undefined && !conceal(database, change.conceal)) {
    return failure("already-redacted", `entry ${change.conceal.seq}`);
  }
  add(database, change);
  return { ok: true };
}
