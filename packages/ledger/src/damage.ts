import { parseEntry } from "./entry.ts";
import type { Hash } from "./hash.ts";
import type { Link } from "./position.ts";
import type { Row } from "./store.ts";

/** How a log differs from what it has to be. */
export type DamageReason =
  /** The bytes of the entry were changed. */
  | "changed"
  /** Entries are missing from here on; later ones are there. */
  | "removed"
  /** An entry that belongs here comes later. */
  | "reordered"
  /** An entry too many: its number was used already, or it is not linked to the one before while the next one is. */
  | "inserted"
  /** The entry before was exchanged, with a hash that fits: this one still names the old hash. */
  | "unlinked"
  | "time-order"
  /** The log ends before the head that was kept elsewhere, or before a segment that was full. */
  | "truncated"
  /** All links fit, but this is not the history that the head stands for: somebody wrote it anew. */
  | "rewritten"
  /** A private value is not the one that the entry committed to. */
  | "private-changed"
  /** The cached root of a segment is not that of its entries. */
  | "seal-changed";

/** What somebody did, as far as a row that does not fit and those that follow in the same piece tell. */
export function nameOf(
  seen: Exclude<Link, { readonly ok: true }>,
  { size: expected, last }: { readonly size: number; readonly last: Hash },
  rows: readonly Row[],
  index: number,
): DamageReason {
  if (seen.reason === "time-order") return "time-order";
  if (seen.reason !== "out-of-place") return isExtra(expected, rows[index + 1]) ? "inserted" : seen.reason;
  // linked as the next one has to be, so only its number was changed
  if (seen.entry?.prev === last) return "changed";
  if ((seen.entry?.seq ?? expected) < expected) return "inserted";
  const later = rows.slice(index + 1).some((row) => parseEntry(row.entry)?.seq === expected);
  return later ? "reordered" : "removed";
}

/** A row that does not fit, and right behind it another with the number that this place has. */
function isExtra(expected: number, next: Row | undefined): boolean {
  return next !== undefined && parseEntry(next.entry)?.seq === expected;
}
