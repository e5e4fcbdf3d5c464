import type { Head } from "./head.ts";
import { lookOn } from "./look-on.ts";
import { type Opening, opening } from "./opening.ts";
import { headAt, positionAfter } from "./position.ts";
import { type ConsistencyProven, type EntryProven, proveConsistency, proveEntry } from "./prove.ts";
import { type Entry, readEntries } from "./read.ts";
import { sealedPart } from "./sealed.ts";
import type { Failure, LogIdentity, Store } from "./store.ts";
import { type Verification, verifyLog } from "./verify.ts";

/** What can be asked of a log without writing to it. After `close`, every answer has the reason `closed`. */
export interface LedgerReader {
  readonly id: string;
  /** Entries in order, from `from` to before `to`. Never waits for writers. Throws a StoreError where it cannot go on. */
  read(range?: { readonly from?: number; readonly to?: number }): AsyncIterable<Entry>;
  /** What stands for all that is durable now. */
  head(): Promise<{ readonly ok: true; readonly head: Head } | Failure>;
  /** Reads everything once and compares it with heads kept elsewhere (already checked with verifySignedHead). */
  verify(...heads: readonly Head[]): Promise<Verification>;
  /** Shows that an entry is in the log that the head stands for. */
  proof(seq: number, head: Head): Promise<EntryProven>;
  /** Shows that the newer head's log goes on from the older one's. */
  consistency(older: Head, newer: Head): Promise<ConsistencyProven>;
  /** Waits for what is being written; what is being read ends. Twice is the same as once. */
  close(): Promise<void>;
}

export interface OtherLog {
  readonly ok: false;
  readonly reason: "other-log";
  /** The id of the log that is there. */
  readonly detail: string;
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
}: ReaderOptions): Promise<{ readonly ok: true; readonly reader: LedgerReader } | Failure | OtherLog> {
  const found = await store.look();
  if (!found.ok) return found;
  const { log } = found;
  if (id !== undefined && log.id !== id) return { ok: false, reason: "other-log", detail: log.id };
  const sealed = await sealedPart(store, log);
  if (!sealed.ok) return sealed;
  let position = positionAfter(log, sealed.seals);
  const open = opening(store, log);
  const reader: LedgerReader = {
    ...reading(open, log),
    head: () =>
      open.during(async () => {
        if (sealed.broken !== undefined) return sealed.broken;
        const seen = await lookOn(open.store, log, position);
        if (!seen.ok) return seen;
        ({ position } = seen);
        return { ok: true, head: headAt(log, position) };
      }),
    close: () => open.close(),
  };
  return { ok: true, reader };
}

/** What every ledger answers from its store alone. */
export function reading(open: Opening, log: LogIdentity): Omit<LedgerReader, "head" | "close"> {
  const { store } = open;
  return {
    id: log.id,
    read: ({ from = 0, to = Number.POSITIVE_INFINITY } = {}) => readEntries(store, from, to),
    verify: (...heads) => open.during(() => verifyLog(store, log, heads)),
    proof: (seq, head) => open.during(() => proveEntry(store, log, seq, head)),
    consistency: (older, newer) => open.during(() => proveConsistency(store, log, older, newer)),
  };
}
