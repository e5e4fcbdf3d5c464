import type { NonceStore } from "./nonce-store.ts";

/** What is needed of a client: `Pool` and `Client` of `pg` have it. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

interface PostgresOptions {
  /** `secondlock_nonces` when not given. Throws when it is no plain name, or one with a schema. */
  readonly table?: string;
}

/** Seconds between two sweeps of one process, and rows that one sweep takes. */
const sweep = { every: 60, rows: 10_000 };

/** The database's clock, as seconds: an application whose clock is wrong for a while forgets nothing for itself or for others. */
const clock = "extract(epoch FROM clock_timestamp())::double precision";

/**
 * Nonces in a table, which outlives restarts of the application and of PostgreSQL. Do not make the table UNLOGGED, and leave
 * synchronous_commit on: a crash would forget nonces that are still good. Takes SELECT, INSERT and DELETE on the table.
 */
export function postgresNonces(
  client: PostgresClient,
  { table = "secondlock_nonces" }: PostgresOptions = {},
): NonceStore & { readonly prepare: () => Promise<void> } {
  if (!/^[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})?$/.test(table)) {
    throw new TypeError(`postgresNonces: ${table} is no name of a table`);
  }
  // the row that is inserted second waits for the first, and then does nothing: atomic at every isolation level
  const insert = `INSERT INTO ${table} (nonce, until) VALUES ($1, ${clock} + $2::double precision) ON CONFLICT (nonce) DO NOTHING RETURNING 1`;
  const remove = `DELETE FROM ${table} WHERE nonce IN (SELECT nonce FROM ${table} WHERE until < ${clock} ORDER BY until LIMIT ${sweep.rows})`;
  let swept = Number.NEGATIVE_INFINITY;

  return {
    /** Makes the table, if it is not there. Call it once, before the first request. */
    async prepare() {
      // whoever may only use it must not try to make it
      const { rows } = await client.query("SELECT to_regclass($1) AS there", [table]);
      if ((rows[0] as { readonly there?: unknown } | undefined)?.there) return;
      // one text is one transaction; without the lock two processes that start at once collide in PostgreSQL's own catalogue
      await client.query(
        `SELECT pg_advisory_xact_lock(hashtext('${table}'));
         CREATE TABLE IF NOT EXISTS ${table} (nonce text PRIMARY KEY, until double precision NOT NULL);
         CREATE INDEX IF NOT EXISTS ${table.replace(".", "_")}_until ON ${table} (until)`,
      );
    },
    async burn(nonce, { now, until }) {
      const { rows } = await client.query(insert, [nonce, until - now]);
      const uptime = performance.now() / 1_000;
      if (uptime - swept > sweep.every) {
        swept = uptime;
        // what is not swept now is swept in a minute: a nonce that was burnt is burnt
        await client.query(remove).catch(() => undefined);
      }
      return rows.length === 1 ? "fresh" : "replayed";
    },
  };
}
