import { DatabaseSync } from "node:sqlite";
import type { DocumentStore, Kind, Written } from "./document-store.ts";

/** Milliseconds that another process may hold the file. */
const patience = 5_000;

interface Waiting {
  readonly kind: Kind;
  readonly id: string;
  readonly decide: (text: string | undefined) => Written<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Documents in a file of SQLite, for a confirmer that is one process on one machine. Throws when the file cannot be opened. */
export function sqliteDocuments(file: string): DocumentStore {
  const database = new DatabaseSync(file, { timeout: patience });
  // FULL: what is committed is on disk, also when the power goes
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
    CREATE TABLE IF NOT EXISTS document (kind TEXT, id TEXT, text TEXT NOT NULL, until REAL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS document_until ON document (until) WHERE until IS NOT NULL`);
  const select = database.prepare("SELECT text FROM document WHERE kind = ? AND id = ?");
  const put = database.prepare(
    "INSERT INTO document (kind, id, text, until) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text, until = excluded.until",
  );
  const remove = database.prepare("DELETE FROM document WHERE kind = ? AND id = ?");
  const over = database.prepare("DELETE FROM document WHERE until < ?");
  const list = database.prepare("SELECT id FROM document WHERE kind = ? ORDER BY id");
  const textOf = (kind: Kind, id: string): string | undefined => select.get(kind, id)?.["text"]?.toString();

  let waiting: Waiting[] = [];

  /** One transaction for all who wait: each sees what the one before wrote, and one sync is for all of them. */
  function flush(): void {
    const all = waiting;
    waiting = [];
    const settle: (() => void)[] = [];
    try {
      database.exec("BEGIN IMMEDIATE");
      for (const { kind, id, decide, resolve, reject } of all) {
        let written: Written<unknown>;
        try {
          written = decide(textOf(kind, id));
        } catch (error) {
          settle.push(() => reject(error));
          continue;
        }
        if (written.remove) remove.run(kind, id);
        else if (written.text !== undefined) put.run(kind, id, written.text, written.until ?? null);
        settle.push(() => resolve(written.result));
      }
      database.exec("COMMIT");
    } catch (error) {
      // nothing of it is written
      if (database.isOpen && database.isTransaction) database.exec("ROLLBACK");
      for (const { reject } of all) reject(error);
      return;
    }
    for (const each of settle) each();
  }

  return {
    read: async (kind, id) => await Promise.resolve(textOf(kind, id)),
    update: <T>(kind: Kind, id: string, decide: (text: string | undefined) => Written<T>) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      waiting.push({ kind, id, decide, resolve: (result) => resolve(result as T), reject });
      // synchronous from begin to commit: nothing of this process comes between
      if (waiting.length === 1) setImmediate(flush);
      return promise;
    },
    ids: async (kind) => await Promise.resolve(list.all(kind).map(({ id }) => String(id))),
    async sweep(now) {
      await Promise.resolve(over.run(now));
    },
    async close() {
      if (waiting.length > 0) flush();
      await Promise.resolve(database.close());
    },
  };
}
