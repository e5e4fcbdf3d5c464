import { readFile } from "node:fs/promises";
import { fileStore, type Ledger, openLedger, postgresStore, type Store } from "@secondlock/ledger";
import type { Pool } from "pg";
import type { DocumentStore } from "../confirmer/store/document-store.ts";
import { documentTable, postgresDocuments } from "../confirmer/store/postgres-documents.ts";
import { sqliteDocuments } from "../confirmer/store/sqlite-documents.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** What a confirmer remembers, and what it wrote down. */
export interface Stores {
  readonly documents: DocumentStore;
  readonly ledger: Ledger;
  close(): Promise<void>;
}

export type StoresReason =
  /** The file of the database's address cannot be read, or holds none. `detail` is its path. */
  | "no-database-address"
  /** `pg` is not installed. */
  | "no-driver"
  /** The database cannot be used. `detail` says what it says. */
  | "unusable-database"
  /** The log cannot be written. `detail` is the ledger's reason. */
  | "unusable-log";

interface Where {
  /** Path of the SQLite file. */
  readonly database: string;
  /** Folder of the log. */
  readonly ledger: string;
  /** A file whose one line is the address of a PostgreSQL database, for both. */
  readonly postgres: string | undefined;
}

/** Name of the log among others in a database. */
const logName = "secondlock-confirmer";

/** Opens both, and makes what is not there. */
export async function openStores(where: Where): Promise<Outcome<Stores, StoresReason>> {
  if (where.postgres !== undefined) return await inPostgres(where.postgres);
  let documents: DocumentStore;
  try {
    documents = sqliteDocuments(where.database);
  } catch (error) {
    return refuse("unusable-database", `${where.database}: ${messageOf(error)}`);
  }
  return await withLog(documents, fileStore({ folder: where.ledger }), () => documents.close());
}

async function inPostgres(file: string): Promise<Outcome<Stores, StoresReason>> {
  const opened = await postgresPool(file);
  if (!opened.ok) return opened;
  const pool = opened.value;
  try {
    const { rows } = await pool.query<{ there: string | null }>("SELECT to_regclass('secondlock_document') AS there");
    // whoever may only use it must not try to make it
    if (rows[0]?.there === null) await pool.query(documentTable);
  } catch (error) {
    await pool.end();
    return refuse("unusable-database", messageOf(error));
  }
  return await withLog(postgresDocuments(pool), postgresStore({ pool, name: logName }), () => pool.end());
}

async function withLog(
  documents: DocumentStore,
  store: Store,
  end: () => Promise<void>,
): Promise<Outcome<Stores, StoresReason>> {
  // a redaction writes a segment anew
  const opened = await openLedger({ store, segmentSize: 4_096 });
  if (!opened.ok || !opened.standing.ok) {
    const { reason, detail } = opened.ok ? (opened.standing as { reason: string; detail: string }) : opened;
    if (opened.ok) await opened.ledger.close();
    await end();
    return refuse("unusable-log", `${reason}: ${detail}`);
  }
  const { ledger } = opened;
  const close = async (): Promise<void> => {
    await ledger.close();
    await end();
  };
  return accept({ documents, ledger, close });
}

/** A pool for the database whose address stands in a file. */
export async function postgresPool(file: string): Promise<Outcome<Pool, StoresReason>> {
  let address: string;
  try {
    address = (await readFile(file, "utf8")).trim();
  } catch (error) {
    return refuse("no-database-address", `${file}: ${(error as NodeJS.ErrnoException).code ?? "unknown"}`);
  }
  if (!/^postgres(ql)?:\/\/\S+$/.test(address)) return refuse("no-database-address", file);
  // only those who keep it there have it
  const driver = await import("pg").catch(() => undefined);
  if (driver === undefined) return refuse("no-driver");
  const pool = new driver.default.Pool({
    ...{ connectionString: address, max: 16, connectionTimeoutMillis: 5_000 },
    // a statement that waits longer than whoever asked is of no use to anybody
    ...{ statement_timeout: 10_000, idle_in_transaction_session_timeout: 10_000 },
  });
  // a connection that is lost while nobody uses it is replaced by the next
  pool.on("error", () => undefined);
  return accept(pool);
}

/** The log of a confirmer, for who only reads it. */
export function logStore(folder: string, pool: Pool | undefined): Store {
  return pool === undefined ? fileStore({ folder }) : postgresStore({ pool, name: logName });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? ((error.message || (error as NodeJS.ErrnoException).code) ?? "") : "";
}
