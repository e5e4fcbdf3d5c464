import type { Plain } from "./canonical.ts";
import { type EntryBody, parseEntry } from "./entry.ts";
import { entryHash, type Hash } from "./hash.ts";
import { areCommitted, parseOpened } from "./opened.ts";
import { failure, type Row, type StoredRows, StoreError } from "./store.ts";

/** An entry as it is read: what is in the chain, and what lies beside it. */
export interface Entry extends EntryBody {
  readonly hash: Hash;
  /** The private values that were not redacted, by name. */
  readonly opened: ReadonlyMap<string, Plain>;
}

/** Hands out no entry that is not what its hash is over, and no private value that is not what it committed to. Whether it is in its place is for `verify` to say. */
export async function* readEntries(store: StoredRows, from: number, to: number): AsyncGenerator<Entry> {
  if (!(from >= 0) || !Number.isInteger(from) || Number.isNaN(to))
    throw new RangeError("a range is of whole numbers from 0");
  let position = from;
  for await (const rows of store.read(from, to)) {
    for (const row of rows) {
      const entry = entryOf(row);
      if (entry === undefined) throw new StoreError(failure("damaged", store.place(position)));
      yield entry;
      position += 1;
    }
  }
}

export function entryOf(row: Row): Entry | undefined {
  if (entryHash(row.entry) !== row.hash) return undefined;
  const body = parseEntry(row.entry);
  const values = parseOpened(row.opened);
  if (body === undefined || values === undefined || !areCommitted(values, body.private)) return undefined;
  return { ...body, hash: row.hash, opened: new Map([...values].map(([name, { value }]) => [name, value])) };
}
