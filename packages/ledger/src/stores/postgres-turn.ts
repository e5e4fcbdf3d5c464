import { type Change, failure, type Outcome, type Row, type Turn } from "../store.ts";
import type { PostgresClient } from "./postgres-client.ts";
import { isLost, sqlState } from "./postgres-failure.ts";

const piece = 2_048;

export interface Told {
  readonly outcome: Outcome;
  /** Whether trying once more may help. */
  readonly again: boolean;
  /** Whether a COMMIT was sent that nobody answered. */
  readonly sent: boolean;
}

export interface Try {
  readonly name: string;
  readonly known: number;
  readonly begin: () => Turn;
  readonly batch: string;
  /** An earlier try may have been written. */
  readonly unsure: boolean;
  readonly waitMs: number;
}

/** A COMMIT was sent, and the connection died before its answer. Thrown, so that the connection is not used again. */
export class Unanswered extends Error {
  readonly state: string;
  constructor(state: string) {
    super(`the commit was not answered: ${state}`);
    this.state = state;
  }
}

/** One try to write: all of it in one transaction, behind the lock of the log's row. */
export async function take(client: PostgresClient, { name, known, begin, batch, unsure, waitMs }: Try): Promise<Told> {
  // what others wrote while we stood in line has to be seen: a snapshot from before is of no use
  await client.query("BEGIN ISOLATION LEVEL READ COMMITTED");
  await client.query("SELECT set_config('lock_timeout', $1, true)", [`${waitMs}ms`]);
  // off would answer a commit before it is on disk
  await client.query(
    "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'",
  );
  const line = `SELECT (SELECT coalesce(max(seq) + 1, 0) FROM ledger_entry WHERE log = $1) AS size
    FROM ledger_log WHERE name = $1 FOR UPDATE`;
  const { rows } = await client.query(line, [name]);
  // as of the moment we joined the line: others may have added to it since, nobody may have taken from it
  const size = Number(rows[0]?.["size"] ?? -1);
  if (size < known) {
    return await refused(client, failure("damaged", `ledger_entry has ${size} entries of ${name} and had ${known}`));
  }
  if (unsure && (await isWritten(client, name, known, batch))) {
    await client.query("ROLLBACK");
    // the turn that wrote it is the last one that was begun
    return { outcome: { ok: true }, again: false, sent: false };
  }
  const turn = begin();
  let next = known;
  for (;;) {
    const some = await select(client, name, next, Number.POSITIVE_INFINITY);
    turn.see(some.map(({ row }) => row));
    next = (some.at(-1)?.seq ?? next - 1) + 1;
    if (some.length < piece) break;
  }
  const change = turn.decide(undefined);
  if ("damaged" in change) return await refused(client, failure("damaged", change.damaged));
  if (change.conceal !== undefined && !(await conceal(client, name, change.conceal))) {
    return await refused(client, failure("already-redacted", `entry ${change.conceal.seq}`));
  }
  await add(client, { name, next, batch, change });
  try {
    await client.query("COMMIT");
  } catch (error) {
    if (isLost(error)) throw new Unanswered(sqlState(error));
    throw error;
  }
  return { outcome: { ok: true }, again: false, sent: false };
}

async function refused(client: PostgresClient, outcome: Outcome): Promise<Told> {
  await client.query("ROLLBACK");
  return { outcome, again: false, sent: false };
}

async function isWritten(client: PostgresClient, name: string, known: number, batch: string): Promise<boolean> {
  const query = "SELECT 1 FROM ledger_entry WHERE log = $1 AND seq >= $2 AND batch = $3 LIMIT 1";
  return (await client.query(query, [name, known, batch])).rows.length > 0;
}

interface Addition {
  readonly name: string;
  readonly next: number;
  readonly batch: string;
  readonly change: Change;
}

async function add(client: PostgresClient, { name, next, batch, change: { rows, seals } }: Addition): Promise<void> {
  if (rows.length > 0) {
    const insert = `INSERT INTO ledger_entry (log, batch, seq, hash, entry, opened)
      SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[])`;
    const columns = [
      rows.map((_, index) => next + index),
      rows.map(({ hash }) => hash),
      rows.map(({ entry }) => entry),
      rows.map(({ opened }) => opened ?? null),
    ];
    await client.query(insert, [name, batch, ...columns]);
  }
  for (const { at, seal } of seals) {
    const insert =
      "INSERT INTO ledger_seal (log, segment, root, last, time) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    await client.query(insert, [name, at, seal.root, seal.last, seal.time]);
  }
}

/** False: there is nothing to conceal any more. */
async function conceal(
  client: PostgresClient,
  name: string,
  { seq, keep }: NonNullable<Change["conceal"]>,
): Promise<boolean> {
  const found = await client.query("SELECT opened FROM ledger_entry WHERE log = $1 AND seq = $2", [name, seq]);
  const text = found.rows[0]?.["opened"];
  const opened = typeof text === "string" ? text : undefined;
  const stays = keep(opened);
  if (stays === opened) return false;
  await client.query("UPDATE ledger_entry SET opened = $3 WHERE log = $1 AND seq = $2", [name, seq, stays ?? null]);
  return true;
}

/** Rows from one number on, a piece of them. */
export async function select(
  client: PostgresClient,
  name: string,
  from: number,
  to: number,
): Promise<readonly { readonly seq: number; readonly row: Row }[]> {
  const query =
    "SELECT seq, hash, entry, opened FROM ledger_entry WHERE log = $1 AND seq >= $2 AND seq < $3 ORDER BY seq LIMIT $4";
  const { rows } = await client.query(query, [name, from, Math.min(to, Number.MAX_SAFE_INTEGER), piece]);
  return rows.map(({ seq, hash, entry, opened }) => ({
    seq: Number(seq),
    row: { hash: String(hash), entry: String(entry), opened: typeof opened === "string" ? opened : undefined },
  }));
}
