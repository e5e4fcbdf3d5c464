import { defaultLimits, type PreparedEvent, prepareParts } from "./event.ts";
import { parseOpened, without } from "./opened.ts";
import { entryOf } from "./read.ts";
import { type Change, type StoredRows, type Unreadable, unreadable } from "./store.ts";

export type RedactReason =
  | "no-such-entry"
  /** The entry has, and had, no private value of this name. */
  | "no-such-private"
  /** The entry is not what its hash is over, so nothing is touched. */
  | "changed";

export type RedactPlan =
  | { readonly ok: true; readonly event: PreparedEvent; readonly conceal: NonNullable<Change["conceal"]> }
  | { readonly ok: false; readonly reason: RedactReason }
  | Unreadable;

/**
 * What has to be written and removed. The note comes first: a crash between the two is seen, and redacting again ends it.
 * A value that is gone is planned for too: whoever redacted it may not have lived to remove it from everywhere.
 */
export async function planRedaction(store: StoredRows, seq: number, name: string): Promise<RedactPlan> {
  try {
    if (!Number.isSafeInteger(seq) || seq < 0) return { ok: false, reason: "no-such-entry" };
    for await (const [row] of store.read(seq, seq + 1)) {
      const entry = row === undefined ? undefined : entryOf(row);
      if (entry === undefined) return { ok: false, reason: "changed" };
      if (!Object.hasOwn(entry.private ?? {}, name)) return { ok: false, reason: "no-such-private" };
      const note = prepareParts("ledger.redacted", { data: { seq, name } }, defaultLimits);
      if (!note.ok) throw new Error(`the note of a redaction cannot be written: ${note.reason}`);
      return { ok: true, event: note.prepared, conceal: { seq, keep: (opened) => kept(opened, name) } };
    }
    return { ok: false, reason: "no-such-entry" };
  } catch (error) {
    return unreadable(error);
  }
}

/**
 * The same text when the value is gone meanwhile. What cannot be read is left as it is too: `verify` reports it, and
 * removing more than was asked hides it.
 */
function kept(opened: string | undefined, name: string): string | undefined {
  const values = parseOpened(opened);
  return values?.has(name) === true ? without(values, name) : opened;
}
