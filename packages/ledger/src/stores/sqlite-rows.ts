import { isUtf8 } from "node:buffer";
import type { DatabaseSync } from "node:sqlite";
import type { Change, Row, Seal } from "../store.ts";

const mostRows = 2_048;
const bytes = "CAST(hash AS BLOB) AS hash, CAST(entry AS BLOB) AS entry, CAST(opened AS BLOB) AS opened";

export interface Piece {
  readonly rows: readonly Row[];
  /** Where the next piece begins. */
  readonly next: number;
}

/**
 * Rows from one number on. A query of its own: between pieces nothing is held, so no writer and no checkpoint waits.
 * From 0 on means from the first row that there is, so that nobody hides one before it. Nothing is behind a row whose number
 * is no safe integer: that one is no entry.
 */
export function pieceOf(database: DatabaseSync, from: number, to: number): Piece | undefined {
  const select = (columns: string): readonly Record<string, unknown>[] =>
    database
      .prepare(
        `SELECT CAST(seq AS REAL) AS seq, ${columns} FROM ledger_entry WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?`,
      )
      .all(from === 0 ? Number.NEGATIVE_INFINITY : from, to, mostRows);
  const texts = select("hash, entry, opened");
  const found = texts.some(isDoubtful) ? select(bytes) : texts;
  const last = found.at(-1);
  if (last === undefined) return undefined;
  const rows = found.map(({ hash, entry, opened }) => ({
    hash: textOf(hash) ?? "",
    entry: textOf(entry) ?? "",
    opened: textOf(opened),
  }));
  const seq = Number(last["seq"]);
  return { rows, next: seq < Number.MAX_SAFE_INTEGER ? seq + 1 : Number.POSITIVE_INFINITY };
}

export function sizeOf(database: DatabaseSync): number {
  return Number(database.prepare("SELECT CAST(coalesce(max(seq) + 1, 0) AS REAL) AS n FROM ledger_entry").get()?.["n"]);
}

export function sealsOf(database: DatabaseSync): readonly Seal[] {
  const seals: Seal[] = [];
  for (const row of database.prepare("SELECT segment, root, last, time FROM ledger_seal ORDER BY segment").all()) {
    if (row["segment"] !== seals.length) break;
    seals.push({ root: String(row["root"]), last: String(row["last"]), time: String(row["time"]) });
  }
  return seals;
}

export function add(database: DatabaseSync, { rows, seals }: Change): void {
  const size = sizeOf(database);
  const insert = database.prepare("INSERT INTO ledger_entry (seq, hash, entry, opened) VALUES (?, ?, ?, ?)");
  for (const [index, { hash, entry, opened }] of rows.entries()) {
    insert.run(size + index, hash, entry, opened ?? null);
  }
  const seal = database.prepare("INSERT OR IGNORE INTO ledger_seal (segment, root, last, time) VALUES (?, ?, ?, ?)");
  for (const { at, seal: of } of seals) seal.run(at, of.root, of.last, of.time);
}

/** False: there is nothing to conceal any more. */
export function conceal(database: DatabaseSync, { seq, keep }: NonNullable<Change["conceal"]>): boolean {
  const opened = textOf(
    database.prepare("SELECT CAST(opened AS BLOB) AS opened FROM ledger_entry WHERE seq = ?").get(seq)?.["opened"],
  );
  const stays = keep(opened);
  if (stays === opened) return false;
  database.prepare("UPDATE ledger_entry SET opened = ? WHERE seq = ?").run(stays ?? null, seq);
  return true;
}

/** SQLite takes any bytes for a text. Those that are no UTF-8 are read as U+FFFD, as is a text that has that in their place. */
function isDoubtful({ hash, entry, opened }: Record<string, unknown>): boolean {
  return [hash, entry, opened].some((text) => typeof text === "string" && text.includes("\ufffd"));
}

/** Of bytes that are no UTF-8, nothing: that is no entry, no hash and no private value. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!(value instanceof Uint8Array)) return undefined;
  return isUtf8(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("utf8") : "";
}
