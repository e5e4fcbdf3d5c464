import type { Head } from "./head.ts";
import { lookOn } from "./look-on.ts";
import { enter, type NoLog, type Opening, opening, type OtherLog } from "./opening.ts";
import { headAt, type Position, positionAfter } from "./position.ts";
import { type ConsistencyProven, type EntryProven, proveConsistency, proveEntry } from "./prove.ts";
import { type Entry, readEntries } from "./read.ts";
import type { Sealed } from "./sealed.ts";
import type { LogIdentity, Refusal, Store } from "./store.ts";
import { type Verification, verifyLog } from "./verify.ts";

/** What can be asked of a log without writing to it. After `close`, every answer has the reason `closed`. */
export interface LedgerReader {
  readonly id: string;
  /** Entries in order, from `from` to before `to`. Never waits for writers. Throws a StoreError where it cannot go on. */
  read(range?: { readonly from?: number; readonly to?: number }): AsyncIterable<Entry>;
  /** What stands for all that is durable now. Reads what was written since it was asked last; waits for no writer. */
  head(): Promise<{ readonly ok: true; readonly head: Head } | Refusal>;
  /** Reads everything once and compares it with heads kept elsewhere (already checked with verifySignedHead). */
  verify(...heads: readonly Head[]): Promise<Verification>;
  /** Shows that an entry is in the log that the head stands for. */
  proof(seq: number, head: Head): Promise<EntryProven>;
  /** Shows that the newer head's log goes on from the older one's. */
  consistency(older: Head, newer: Head): Promise<ConsistencyProven>;
  /** Waits for what is being written; what is being read ends. Twice is the same as once. */
  close(): Promise<void>;
}

export interface ReaderOptions {
  readonly store: Store;
  /** Reading another log is refused. */
  readonly id?: string;
}

/** Opens a log that is there, to read it: writes nothing, repairs nothing, waits for no writer, needs no right to write. */
export async function openReader({
  store,
  id,
}: ReaderOptions): Promise<{ readonly ok: true; readonly reader: LedgerReader } | Refusal | NoLog | OtherLog> {
  const entered = await enter(store, () => store.look(), id);
  if (!entered.ok) return entered;
  const { log, sealed } = entered;
  const open = opening(store, log);
  const start = positionAfter(log, sealed.seals);
  return { ok: true, reader: { ...reading(open, { log, sealed, known: () => start }), close: () => open.close() } };
}

interface Read {
  readonly log: LogIdentity;
  readonly sealed: Sealed;
  /** How far the log is known to be sound and durable. */
  readonly known: () => Position;
}

/** What every ledger answers from its store alone. */
export function reading(open: Opening, { log, sealed, known }: Read): Omit<LedgerReader, "close"> {
  const { store } = open;
  let seen = known();
  return {
    id: log.id,
    read: ({ from = 0, to = Number.POSITIVE_INFINITY } = {}) => readEntries(store, from, to),
    head: () =>
      open.during(async () => {
        if (sealed.broken !== undefined) return sealed.broken;
        const looked = await lookOn(store, log, known().size > seen.size ? known() : seen);
        if (!looked.ok) return looked;
        seen = looked.position;
        return { ok: true, head: headAt(log, seen) };
      }),
    verify: (...heads) => open.during(() => verifyLog(store, log, heads)),
    proof: (seq, head) => open.during(() => proveEntry(store, log, seq, head)),
    consistency: (older, newer) => open.during(() => proveConsistency(store, log, older, newer)),
  };
}
