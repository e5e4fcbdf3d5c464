import { randomUUID, type KeyObject } from "node:crypto";
import type { Limits } from "./canonical.ts";
import { defaultLimits, type EventReason, type LedgerEvent, prepareEvent } from "./event.ts";
import { type SignedHead, signHead } from "./head.ts";
import { enter, opening, type OtherLog } from "./opening.ts";
import { type LedgerReader, reading } from "./reader.ts";
import { planRedaction, type RedactReason } from "./redact.ts";
import {
  isSegmentSize,
  type LogIdentity,
  type Refusal,
  refusal,
  type Store,
  type TornTail,
  type Unreadable,
} from "./store.ts";
import type { WrittenEntry } from "./turn.ts";
import { type Concealed, writer } from "./writer.ts";
import { deepest } from "./written-text.ts";

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

type RefusedEvent = { readonly ok: false; readonly reason: EventReason; readonly at: string };

export type Appended = ({ readonly ok: true } & WrittenEntry) | RefusedEvent | Refusal;
export type Redacted = Concealed | { readonly ok: false; readonly reason: RedactReason } | Unreadable;

export interface Ledger extends LedgerReader {
  /** Resolves with ok only when the entry is durable. Never throws; after any other answer the log is as whole as before. */
  append(event: LedgerEvent): Promise<Appended>;
  /** The head, signed. Throws when the key is not an Ed25519 private key. */
  sign(privateKey: KeyObject): Promise<{ readonly ok: true; readonly signed: SignedHead } | Refusal>;
  /** Removes one private value for good, and writes down that this was done. */
  redact(seq: number, name: string): Promise<Redacted>;
}

export interface OpenedLedger {
  readonly ok: true;
  readonly ledger: Ledger;
  /** Whether it can be appended to now: a damaged or read-only log can still be read and verified. */
  readonly standing: { readonly ok: true } | Refusal;
  /** The end of an unfinished write that was found and moved aside; the log says so too (`ledger.repaired`). */
  readonly torn: TornTail | undefined;
}

/** Opens the log that lies in a store, or makes it. Throws on options that no log can have. */
export async function openLedger(options: LedgerOptions): Promise<OpenedLedger | Refusal | OtherLog> {
  const { store, limits = defaultLimits, clock = Date.now } = options;
  const isReadable = limits.depth >= 1 && limits.depth <= deepest && limits.bytes >= 2 && limits.bytes <= 8 * 2 ** 20;
  if (!isReadable) throw new RangeError("limits are a depth from 1 to 1,000 and bytes from 2 to 8,388,608");
  const wish = wished(options);
  const entered = await enter(store, () => store.open(wish), options.id);
  if (!entered.ok) return entered.reason === "no-log" ? refusal({ ...entered, reason: "no-log" }) : entered;
  const { log, sealed } = entered;
  const writing = writer({ store, log, sealed, now: () => timeOf(clock) });
  const standing = await writing.catchUp();
  const open = opening(store, log);
  const read = reading(open, { log, sealed, known: () => writing.position() });
  const ledger: Ledger = {
    ...read,
    append: (event) =>
      open.during<Appended>(() => {
        const made = prepareEvent(event, limits);
        return made.ok ? writing.append(made.prepared) : Promise.resolve(made);
      }),
    async sign(privateKey) {
      const now = await read.head();
      return now.ok ? { ok: true, signed: signHead(now.head, privateKey) } : now;
    },
    async redact(seq, name) {
      const plan = await open.during(() => planRedaction(open.store, seq, name));
      // awaited or not, `close` waits for no turn that was not asked for yet
      return plan.ok ? await open.during(() => writing.conceal(plan.event, plan.conceal)) : plan;
    },
    close: () => open.close(() => writing.settled()),
  };
  const torn = standing.ok ? standing.torn : undefined;
  return { ok: true, ledger, standing: standing.ok ? { ok: true } : standing, torn };
}

/** ISO 8601 with four digits for the year, which is all that an entry takes; undefined: the clock says no such time. */
function timeOf(clock: () => number): string | undefined {
  try {
    const now = clock();
    return now >= Date.UTC(1970) && now < Date.UTC(10_000) ? new Date(now).toISOString() : undefined;
  } catch {
    return undefined;
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
