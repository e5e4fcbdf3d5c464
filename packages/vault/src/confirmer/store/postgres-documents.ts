import type { DocumentStore, Written } from "./document-store.ts";

/** What is needed of a connection of `pg`. */
interface Client {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  release(destroy?: boolean): void;
  on(event: "error", listener: (error: Error) => void): unknown;
  removeListener(event: "error", listener: (error: Error) => void): unknown;
}

/** What is needed of `pg.Pool`. It stays its owner's, who ends it. */
export interface Pool {
  connect(): Promise<Client>;
}

/** For the database's owner: makes the table. One text is one transaction, and two that start at once wait for each other. */
export const documentTable = `SELECT pg_advisory_xact_lock(hashtext('secondlock_document'));
CREATE TABLE IF NOT EXISTS secondlock_document (
  kind text, id text, text text NOT NULL, until double precision, PRIMARY KEY (kind, id));
CREATE INDEX IF NOT EXISTS secondlock_document_until ON secondlock_document (until) WHERE until IS NOT NULL`;

/** Documents in PostgreSQL, for a confirmer of several processes. The table is there: see {@link documentTable}. */
export function postgresDocuments(pool: Pool): DocumentStore {
  async function connected<T>(work: (client: Client) => Promise<T>): Promise<T> {
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
      // in whatever state it is: the server takes an open transaction back
      client.release(broken);
    }
  }

  return {
    read: (kind, id) =>
      connected(async (client) => {
        const { rows } = await client.query("SELECT text FROM secondlock_document WHERE kind = $1 AND id = $2", [
          kind,
          id,
        ]);
        return rows[0]?.["text"]?.toString();
      }),
    update: <T>(kind: string, id: string, decide: (text: string | undefined) => Written<T>) =>
      connected(async (client) => {
        // whatever the database's defaults are: each statement sees what was committed, and a commit is on disk
        await client.query("BEGIN ISOLATION LEVEL READ COMMITTED");
        await client.query("SET LOCAL synchronous_commit = on");
        // a row that is not there yet cannot be locked; its name can
        await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
          `secondlock_document/${kind}/${id}`,
        ]);
        const { rows } = await client.query("SELECT text FROM secondlock_document WHERE kind = $1 AND id = $2", [
          kind,
          id,
        ]);
        const written = decide(rows[0]?.["text"]?.toString());
        if (written.remove)
          await client.query("DELETE FROM secondlock_document WHERE kind = $1 AND id = $2", [kind, id]);
        else if (written.text !== undefined)
          await client.query(
            `INSERT INTO secondlock_document (kind, id, text, until) VALUES ($1, $2, $3, $4)
             ON CONFLICT (kind, id) DO UPDATE SET text = excluded.text, until = excluded.until`,
            [kind, id, written.text, written.until ?? null],
          );
        await client.query("COMMIT");
        return written.result;
      }),
    ids: (kind) =>
      connected(async (client) => {
        const { rows } = await client.query("SELECT id FROM secondlock_document WHERE kind = $1 ORDER BY id", [kind]);
        return rows.map(({ id }) => String(id));
      }),
    sweep: (now) =>
      connected(async (client) => {
        await client.query("DELETE FROM secondlock_document WHERE until < $1", [now]);
      }),
    close: async () => await Promise.resolve(),
  };
}
