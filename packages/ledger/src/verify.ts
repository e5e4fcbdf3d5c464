import { absent } from "./absent.ts";
import { type DamageReason, nameOf } from "./damage.ts";
import type { Hash } from "./hash.ts";
import { type Head, parseHead } from "./head.ts";
import { advance, headAt, link, positionAfter } from "./position.ts";
import { areCommitted, parseOpened } from "./opened.ts";
import { type LogIdentity, type Row, type Seal, type StoredRows, type Unreadable, unreadable } from "./store.ts";

export interface Verified {
  readonly ok: true;
  /** Of all that was read: what can be signed and kept elsewhere next. */
  readonly head: Head;
  /** Entries at whose writing the clock had gone back. */
  readonly clockWentBack: number;
  /** Private values that were removed, and the log says so. */
  readonly redacted: number;
  /** Private values that are gone without a word of it. */
  readonly missing: number;
}

export interface Damage {
  readonly ok: false;
  readonly reason: DamageReason;
  /** The first entry that is not as it has to be; for `rewritten`, the first one that may be meant. */
  readonly seq: number;
  /** For `rewritten`: the last entry that may be meant. */
  readonly until?: number;
  /** Where that is: file and line, or table and number. */
  readonly place: string;
}

export type Verification =
  | Verified
  | Damage
  | { readonly ok: false; readonly reason: "other-log" | "malformed-head" }
  | Unreadable;

/**
 * Reads the whole log once, in bounded memory, and stops at the first thing that is wrong.
 * More heads, of different times, say more exactly where a history was written anew.
 */
export async function verifyLog(store: StoredRows, log: LogIdentity, heads: readonly unknown[]): Promise<Verification> {
  const parsed = heads.map(parseHead);
  if (!parsed.every((head) => head !== undefined)) return { ok: false, reason: "malformed-head" };
  if (parsed.some((head) => head.log !== log.id)) return { ok: false, reason: "other-log" };
  try {
    return await check(
      store,
      log,
      parsed.toSorted((a, b) => a.size - b.size),
    );
  } catch (error) {
    return unreadable(error);
  }
}

async function check(store: StoredRows, log: LogIdentity, heads: readonly Head[]): Promise<Verification> {
  const seals = await store.seals();
  const going = checking(log, heads, seals);
  const damage = (found: Found): Damage => ({ ok: false, ...found, place: store.place(found.seq) });
  const before = going.compareHeads();
  if (before !== undefined) return damage(before);
  for await (const rows of store.read(0, Number.POSITIVE_INFINITY)) {
    for (const [index, row] of rows.entries()) {
      const found = going.take(row, rows, index);
      if (found !== undefined) return damage(found);
    }
  }
  const result = going.end();
  if ("reason" in result) return damage(result);
  // the head that is handed out stands for what is on disk; what is sealed was there before its seal
  await store.vouch(seals.length * log.segmentSize);
  return result;
}

interface Found {
  readonly reason: DamageReason;
  readonly seq: number;
  readonly until?: number;
}

/** Goes from row to row; each step says what is wrong, or nothing. */
interface Checking {
  compareHeads(): Found | undefined;
  /** `rows` is the piece that the row came in, and `index` its place there. */
  take(row: Row, rows: readonly Row[], index: number): Found | undefined;
  end(): Verified | Found;
}

function checking(log: LogIdentity, heads: readonly Head[], cached: readonly Seal[]): Checking {
  const steps = advance(log, positionAfter(log, []));
  const waiting = [...heads];
  let next: { readonly size: number; readonly last: Hash; readonly time: string } = steps.position();
  const gone = absent();
  let [clockWentBack, good] = [0, 0];

  /** All heads of this size. One that fits says that everything before it is as it was. */
  function compareHeads(): Found | undefined {
    while (waiting[0]?.size === next.size) {
      const head = waiting.shift() as Head;
      const own = headAt(log, steps.position());
      if (own.root !== head.root || own.last !== head.last) {
        return { reason: "rewritten", seq: good, until: Math.max(head.size - 1, good) };
      }
      good = head.size;
    }
    return undefined;
  }

  /** The seal of the segment that ends here, if one does and was kept. */
  function compareSeal(known: number): Found | undefined {
    const [own, kept] = [steps.seals[known]?.seal, cached[known]];
    if (own === undefined || kept === undefined) return undefined;
    const same = own.root === kept.root && own.last === kept.last && own.time === kept.time;
    return same ? undefined : { reason: "seal-changed", seq: next.size - 1 };
  }

  return {
    compareHeads,
    take(row, rows, index) {
      const seen = link(row, next);
      if (!seen.ok) return { reason: nameOf(seen, next, rows, index), seq: next.size };
      const values = parseOpened(row.opened);
      if (values === undefined || !areCommitted(values, seen.entry.private)) {
        return { reason: "private-changed", seq: next.size };
      }
      if (seen.entry.clock !== undefined) clockWentBack += 1;
      gone.take(seen.entry, values);
      const sealed = steps.seals.length;
      steps.push(row.hash, seen.entry.time);
      next = { size: next.size + 1, last: row.hash, time: seen.entry.time };
      return compareSeal(sealed) ?? compareHeads();
    },
    end() {
      if (waiting.length > 0 || cached.length > steps.seals.length) return { reason: "truncated", seq: next.size };
      const head = headAt(log, steps.position());
      return { ok: true, head, clockWentBack, redacted: gone.redacted(), missing: gone.missing() };
    },
  };
}
