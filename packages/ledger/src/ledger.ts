import { randomUUID, type KeyObject } from "node:crypto";
import { defaultLimits, type EventReason, type LedgerEvent, prepareEvent } from "./event.ts";
import type { Limits } from "./canonical.ts";
import type { ConsistencyProof, EntryProof } from "./entry-proof.ts";
import { type Head, type SignedHead, signHead } from "./head.ts";
import { proveConsistency, proveEntry, type ProofReason } from "./prove.ts";
import { type Entry, readEntries } from "./read.ts";
import { planRedaction, type RedactReason } from "./redact.ts";
import {
  failure,
  type Failure,
  isSegmentSize,
  type LogIdentity,
  type Outcome,
  type Seal,
  type Store,
  StoreError,
  type TornTail,
} from "./store.ts";
import { type Verification, verifyLog } from "./verify.ts";
import type { WrittenEntry } from "./turn.ts";
import { writer } from "./writer.ts";

export interface LedgerOptions {
  readonly store: Store;
  /** Names a log that is made now, at most 128 characters; a random UUID otherwise. Opening another log is refused. */
  readonly id?: string;
  /** For a log that is made now: entries in a segment, a power of two from 16 to 1,048,576. 65,536 otherwise. */
  readonly segmentSize?: number;
  /** For one event, its private values counted apart. 65,536 bytes and a depth of 16 otherwise, 8 MiB and 1,000 at most. */
  readonly limits?: Limits;
  /** Milliseconds since 1970, as Date.now. */
  readonly clock?: () => number;
}

type Closed = { readonly ok: false; readonly reason: "closed"; readonly detail: string };
type RefusedEvent = { readonly ok: false; readonly reason: EventReason; readonly at: string };

export type Appended = ({ readonly ok: true } & WrittenEntry) | RefusedEvent | Failure | Closed;

export interface Ledger {
  readonly id: string;
  /** Resolves with ok only when the entry is durable. Never throws; after any other answer the log is as whole as before. */
  append(event: LedgerEvent): Promise<Appended>;
  /** Entries in order, from `from` to before `to`. Never waits for writers. Throws a StoreError where it cannot go on. */
  read(range?: { readonly from?: number; readonly to?: number }): AsyncIterable<Entry>;
  /** What stands for all that is durable now. */
  head(): Promise<{ readonly ok: true; readonly head: Head } | Failure | Closed>;
  /** The head, signed. Throws when the key is not an Ed25519 private key. */
  sign(privateKey: KeyObject): Promise<{ readonly ok: true; readonly signed: SignedHead } | Failure | Closed>;
  /** Reads everything once and compares it with heads kept elsewhere (already checked with verifySignedHead). */
  verify(...heads: readonly Head[]): Promise<Verification>;
  /** Shows that an entry is in the log that the head stands for. */
  proof(
    seq: number,
    head: Head,
  ): Promise<{ readonly ok: true; readonly proof: EntryProof } | { readonly ok: false; readonly reason: ProofReason }>;
  /** Shows that the newer head's log goes on from the older one's. */
  consistency(
    older: Head,
    newer: Head,
  ): Promise<
    { readonly ok: true; readonly proof: ConsistencyProof } | { readonly ok: false; readonly reason: ProofReason }
  >;
  /** Removes one private value for good, and writes down that this was done. */
  redact(seq: number, name: string): Promise<Appended | { readonly ok: false; readonly reason: RedactReason }>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

export interface OpenedLedger {
  readonly ok: true;
  readonly ledger: Ledger;
  /** Whether it can be appended to now: a damaged or read-only log can still be read and verified. */
  readonly standing: Outcome;
  /** The end of an unfinished write that was found and moved aside; the log says so too (`ledger.repaired`). */
  readonly torn: TornTail | undefined;
}

/** Opens the log that lies in a store, or makes it. Throws on options that no log can have. */
export async function openLedger(
  options: LedgerOptions,
): Promise<OpenedLedger | Failure | { readonly ok: false; readonly reason: "other-log"; readonly detail: string }> {
  const { store, limits = defaultLimits, clock = Date.now } = options;
  const isReadable = limits.depth >= 1 && limits.depth <= 1_000 && limits.bytes >= 2 && limits.bytes <= 8 * 2 ** 20;
  if (!isReadable) throw new RangeError("limits are a depth from 1 to 1,000 and bytes from 2 to 8,388,608");
  const opened = await store.open(wished(options));
  if (!opened.ok) return opened;
  const { log } = opened;
  if (options.id !== undefined && log.id !== options.id) return { ok: false, reason: "other-log", detail: log.id };
  const seals = await sealsOf(store);
  if (!seals.ok) return seals;
  const writing = writer({ store, log, seals: seals.seals, now: () => timeOf(clock()) });
  const standing = await writing.catchUp();
  let closed = false;
  const closing: Closed = { ok: false, reason: "closed", detail: log.id };

  async function head(): Promise<{ readonly ok: true; readonly head: Head } | Failure | Closed> {
    return closed ? closing : await writing.head();
  }

  const ledger: Ledger = {
    id: log.id,
    head,
    async append(event) {
      if (closed) return closing;
      const made = prepareEvent(event, limits);
      return made.ok ? await writing.append(made.prepared) : made;
    },
    read: ({ from = 0, to = Number.POSITIVE_INFINITY } = {}) => readEntries(store, from, to),
    async sign(privateKey) {
      const now = await head();
      return now.ok ? { ok: true, signed: signHead(now.head, privateKey) } : now;
    },
    verify: (...heads) => verifyLog(store, log, heads),
    proof: (seq, head) => proveEntry(store, log, seq, head),
    consistency: (older, newer) => proveConsistency(store, log, older, newer),
    async redact(seq, name) {
      if (closed) return closing;
      const plan = await planRedaction(store, seq, name).catch((error: unknown) => {
        // the store went away while it was read
        if (closed) return closing;
        throw error;
      });
      // awaited or not, `close` waits for no turn that was not asked for yet
      if (closed) return closing;
      return "event" in plan ? await writing.conceal(plan.event, plan.conceal) : plan;
    },
    async close() {
      if (closed) return;
      closed = true;
      await writing.settled();
      await store.close();
    },
  };
  const torn = standing.ok ? standing.torn : undefined;
  return { ok: true, ledger, standing: standing.ok ? { ok: true } : standing, torn };
}

/** ISO 8601 with four digits for the year, which is all that an entry takes; undefined: no such time. */
function timeOf(clock: number): string | undefined {
  return clock >= Date.UTC(1970) && clock < Date.UTC(10_000) ? new Date(clock).toISOString() : undefined;
}

async function sealsOf(store: Store): Promise<{ readonly ok: true; readonly seals: readonly Seal[] } | Failure> {
  try {
    return { ok: true, seals: await store.seals() };
  } catch (error) {
    if (error instanceof StoreError) return failure(error.reason, error.detail);
    throw error;
  }
}

function wished({ id = randomUUID(), segmentSize = 65_536 }: LedgerOptions): LogIdentity {
  if (id.length === 0 || id.length > 128 || !id.isWellFormed())
    throw new TypeError("a log's id has 1 to 128 characters");
  if (!isSegmentSize(segmentSize)) {
    throw new RangeError("a segment has a power of two of entries, from 16 to 1,048,576");
  }
  return { id, segmentSize };
}
