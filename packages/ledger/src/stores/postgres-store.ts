import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { failure, type LogIdentity, type Outcome, type Store, StoreError } from "../store.ts";
import type { PostgresClient, PostgresPool } from "./postgres-client.ts";
import { failureOf } from "./postgres-failure.ts";
import { postgresTables } from "./postgres-tables.ts";
import { select, take, type Told, Unanswered } from "./postgres-turn.ts";

export interface PostgresStoreOptions {
  readonly pool: PostgresPool;
  /** One database may hold several logs. */
  readonly name: string;
  /** How long to wait for other writers, and for a server that restarts, in whole milliseconds from 1; 10,000 otherwise. */
  readonly waitMs?: number;
}

/** Any number that nobody else is likely to lock: tables are made by one process at a time. */
const tablesLock = 5_262_749;

const look = `SELECT to_regclass('ledger_log') IS NOT NULL AS made, EXISTS (
  SELECT FROM pg_constraint
  WHERE conrelid = to_regclass('ledger_entry') AND conname = 'ledger_entry_seq' AND convalidated
) AS bounded`;

/** A log in PostgreSQL. Writers stand in line for the log's row; readers wait for nobody. */
export function postgresStore({ pool, name, waitMs = 10_000 }: PostgresStoreOptions): Store {
  // PostgreSQL takes 0 for no limit, and no more than that
  if (!Number.isInteger(waitMs) || waitMs < 1 || waitMs > 2 ** 31 - 1) {
    throw new RangeError("waitMs is a whole number of milliseconds from 1 to 2,147,483,647");
  }

  /** Runs some work on a connection of its own. A connection that failed never goes back to the pool. */
  async function connected<T>(work: (client: PostgresClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    // the driver also reports a lost connection as an event, which ends the process when nobody listens
    const ignore = (): void => undefined;
    client.on("error", ignore);
    let broken = true;
    try {
      const result = await work(client);
      broken = false;
      return result;
    } finally {
      client.removeListener("error", ignore);
      client.release(broken);
    }
  }

  async function find(client: PostgresClient): Promise<LogIdentity | undefined> {
    const { rows } = await client.query(look);
    if (rows[0]?.["made"] !== true) return undefined;
    // whoever may append could make numbers that no later entry can follow
    if (rows[0]["bounded"] !== true) throw new StoreError(failure("failed", "no constraint ledger_entry_seq"));
    const found = await client.query("SELECT id, segment_size FROM ledger_log WHERE name = $1 AND v = 1", [name]);
    const row = found.rows[0];
    return row === undefined ? undefined : { id: String(row["id"]), segmentSize: Number(row["segment_size"]) };
  }

  async function make(client: PostgresClient, { id, segmentSize }: LogIdentity): Promise<LogIdentity> {
    await client.query("BEGIN ISOLATION LEVEL READ COMMITTED");
    await client.query("SELECT pg_advisory_xact_lock($1)", [tablesLock]);
    const { rows } = await client.query("SELECT to_regclass('ledger_log') IS NOT NULL AS made");
    if (rows[0]?.["made"] !== true) await client.query(postgresTables);
    const insert = "INSERT INTO ledger_log (name, v, id, segment_size) VALUES ($1, 1, $2, $3) ON CONFLICT DO NOTHING";
    await client.query(insert, [name, id, segmentSize]);
    await client.query("COMMIT");
    const log = await find(client);
    if (log === undefined) throw new StoreError(failure("damaged", `ledger_log, name ${name}`));
    return log;
  }

  return {
    async open(wish) {
      try {
        return { ok: true, log: await connected(async (client) => (await find(client)) ?? (await make(client, wish))) };
      } catch (error) {
        return failureOf(error);
      }
    },
    async look() {
      try {
        const log = await connected(find);
        return log === undefined ? failure("no-log", name) : { ok: true, log };
      } catch (error) {
        return failureOf(error);
      }
    },
    async change(known, begin) {
      const until = Date.now() + waitMs;
      const batch = randomUUID();
      let unsure = false;
      for (;;) {
        const told = await connected((client) => take(client, { name, known, begin, batch, unsure, waitMs })).catch(
          trouble,
        );
        unsure ||= told.sent;
        if (!told.again || Date.now() >= until) return unsure ? unsettled(told.outcome) : told.outcome;
        await sleep(50 + Math.random() * 50);
      }
    },
    async seals() {
      const query = "SELECT segment, root, last, time FROM ledger_seal WHERE log = $1 ORDER BY segment";
      const { rows } = await connected((client) => client.query(query, [name])).catch((error: unknown) => {
        throw new StoreError(failureOf(error));
      });
      const end = rows.findIndex((row, index) => row["segment"] !== index);
      return rows
        .slice(0, end === -1 ? rows.length : end)
        .map(({ root, last, time }) => ({ root: String(root), last: String(last), time: String(time) }));
    },
    async *read(from, to) {
      try {
        for (let next = from; next < to;) {
          const start = next;
          const some = await connected((client) => select(client, name, start, to));
          const last = some.at(-1);
          if (last === undefined) return;
          yield some.map(({ row }) => row);
          next = last.seq + 1;
        }
      } catch (error) {
        throw new StoreError(failureOf(error));
      }
    },
    // a commit is shown to others only after it is on disk
    async vouch() {},
    place: (position) => `table ledger_entry, log ${name}, seq ${position}`,
    async close() {},
  };
}

/** A transaction whose COMMIT was not sent was not written; one whose COMMIT was not answered may have been. */
function trouble(error: unknown): Told {
  if (error instanceof Unanswered) return { outcome: failure("unavailable", error.state), again: true, sent: true };
  const outcome = failureOf(error);
  const again = outcome.reason === "unavailable" || ["40001", "40P01"].includes(outcome.detail);
  return { outcome, again, sent: false };
}

function unsettled(outcome: Outcome): Outcome {
  return outcome.ok ? outcome : failure("fate-unknown", outcome.detail);
}
