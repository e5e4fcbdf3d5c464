import type { DatabaseSync } from "node:sqlite";
import type { Change, Row, Seal } from "../store.ts";

const mostRows = 2_048;

export interface Piece {
  readonly rows: readonly Row[];
  /** Where the next piece begins. */
  readonly next: number;
}

/** Rows from one number on. A query of its own: between pieces nothing is held, so no writer and no checkpoint waits. */
export function pieceOf(database: DatabaseSync, from: number, to: number): Piece | undefined {
  const select = database.prepare(
    "SELECT seq, hash, entry, opened FROM ledger_entry WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?",
  );
  const found = select.all(from, Math.min(to, Number.MAX_SAFE_INTEGER), mostRows);
  const last = found.at(-1);
  if (last === undefined) return undefined;
  const rows = found.map(({ hash, entry, opened }) => ({
    hash: String(hash),
    entry: String(entry),
    opened: textOf(opened),
  }));
  return { rows, next: Number(last["seq"]) + 1 };
}

export function sizeOf(database: DatabaseSync): number {
  return Number(database.prepare("SELECT coalesce(max(seq) + 1, 0) AS n FROM ledger_entry").get()?.["n"]);
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
  const opened = textOf(database.prepare("SELECT opened FROM ledger_entry WHERE seq = ?").get(seq)?.["opened"]);
  const stays = keep(opened);
  if (stays === opened) return false;
  database.prepare("UPDATE ledger_entry SET opened = ? WHERE seq = ?").run(stays ?? null, seq);
  return true;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
