import type { Hash } from "./hash.ts";

/** One entry as it lies in a store. */
export interface Row {
  readonly hash: Hash;
  /** Canonical text: what the hash is over. */
  readonly entry: string;
  /** Canonical object of name and `{ salt, value }`, for the private values that are still there. */
  readonly opened: string | undefined;
}

/** What a full segment amounts to. A cache: everything in it follows from the entries, and `verify` compares. */
export interface Seal {
  /** The root of the perfect subtree over the segment's entries. */
  readonly root: Hash;
  /** The hash and the time of its last entry. */
  readonly last: Hash;
  readonly time: string;
}

/** What a log is, from its first day. */
export interface LogIdentity {
  readonly id: string;
  /** Entries in a segment, a power of two from 16 to 1,048,576. */
  readonly segmentSize: number;
}

export function isSegmentSize(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(Math.log2(value)) && value >= 16 && value <= 2 ** 20;
}

/** The end of a write that somebody did not live to finish. It was never acknowledged, and is kept aside. */
export interface TornTail {
  /** The entry that it would have been. */
  readonly seq: number;
  readonly bytes: number;
  /** SHA-256 of these bytes. */
  readonly sha256: Hash;
  /** Where they are kept. */
  readonly kept: string;
}

export type StoreReason =
  /** No room. Nothing was written; it goes on as soon as there is some. */
  | "full"
  /** The store cannot be written to from here. */
  | "read-only"
  /** Another writer held the log for longer than this one waits. */
  | "busy"
  /** There is no connection. Nothing was written. */
  | "unavailable"
  /** The answer was lost: it may have been written or not. The next append sees which. */
  | "fate-unknown"
  /** The log is not what it should be; nothing is written to it until somebody looked. */
  | "damaged"
  /** No log lies there, and none was to be made. */
  | "no-log"
  /** The private value was not there any more: nothing was written. */
  | "already-redacted"
  /** What was redacted still lies in SQLite's write-ahead log: somebody reads in it. */
  | "lingers"
  /** The ledger was closed. */
  | "closed"
  | "failed";

/** What can be in the way of everything that is asked of a log. */
export type CommonReason = Exclude<StoreReason, "no-log" | "already-redacted" | "lingers">;

export interface Failure<Reason extends StoreReason = StoreReason> {
  readonly ok: false;
  readonly reason: Reason;
  /** The code of the system or of the database, or where the damage is. Never what was to be written. */
  readonly detail: string;
  /** What a bug of the ledger or of its store threw, for whoever mends it. Its text may hold what was to be written. */
  readonly cause?: unknown;
}

export type Refusal = Failure<CommonReason>;

export type Outcome = { readonly ok: true } | Failure;

/** What is to be written, all of it or nothing. */
export interface Change {
  readonly rows: readonly Row[];
  /** Of segments that are now full: `at` is the segment's number. */
  readonly seals: readonly { readonly at: number; readonly seal: Seal }[];
  /**
   * Private values of one entry that go: from what lies beside it now to what stays, undefined being nothing. When that
   * is the same, nothing at all is written, and the outcome is `already-redacted`.
   */
  readonly conceal?: { readonly seq: number; readonly keep: (opened: string | undefined) => string | undefined };
}

/** One writer's turn: pure, so that a store can begin it again after a lost connection. */
export interface Turn {
  /** Called with what others wrote since, in order. */
  see(rows: readonly Row[]): void;
  /** Called once, after all of it. */
  decide(torn: TornTail | undefined): Change | { readonly damaged: string };
}

export type Found = { readonly ok: true; readonly log: LogIdentity } | Failure;

/** What is in a log, for those who only read. Waits for no writer. */
export interface StoredRows {
  /** The seals that are there, from the first segment on; may be fewer than there are full segments. Throws a StoreError. */
  seals(): Promise<readonly Seal[]>;
  /** Rows by position, in pieces. Throws a StoreError when they cannot be read. */
  read(from: number, to: number): AsyncIterable<readonly Row[]>;
  /** Makes durable what was read from this position on: who wrote it may have died before. Throws a StoreError. */
  vouch(from: number): Promise<void>;
  /** For people: where the entry at this position lies. */
  place(position: number): string;
}

/** Where a log lies. Made for one ledger; others, also in other processes, go to the same place with stores of their own. */
export interface Store extends StoredRows {
  /** Finds the log, or makes it with `wish`. */
  open(wish: LogIdentity): Promise<Found>;
  /** Finds the log to read it, instead of `open`: makes nothing, waits for nobody, needs no right to write. */
  look(): Promise<Found>;
  /**
   * Gives one writer at a time a turn: shows it the rows from `known` on, then writes what it decides.
   * Resolves with ok only when that and all that it was shown is durable.
   */
  change(known: number, begin: () => Turn): Promise<Outcome>;
  close(): Promise<void>;
}

/** Ends a stream of rows that cannot go on. */
export class StoreError extends Error {
  readonly reason: StoreReason;
  readonly detail: string;
  constructor({ reason, detail }: Failure) {
    super(`the ledger's store cannot be read: ${reason} (${detail})`);
    this.name = "StoreError";
    this.reason = reason;
    this.detail = detail;
  }
}

/** Why something cannot be answered from a store that throws this. What is no StoreError is a bug, and thrown again. */
export function unreadable(error: unknown): Unreadable {
  const { reason, detail } = refusalIn(error);
  return { ok: false, reason: reason === "closed" ? "closed" : "unreadable", detail };
}

export interface Unreadable {
  readonly ok: false;
  readonly reason: "unreadable" | "closed";
  readonly detail: string;
}

/** What a StoreError says, as a value. What is none is a bug, and thrown again. */
export function refusalIn(error: unknown): Refusal {
  if (error instanceof StoreError) return refusal(failure(error.reason, error.detail));
  throw error;
}

/** For what is no redaction, of a log that is there: a store that answers with one of the others has a bug. */
export function refusal(answer: Failure): Refusal {
  const { reason } = answer;
  if (reason === "no-log" || reason === "already-redacted" || reason === "lingers") return failure("failed", reason);
  return { ...answer, reason };
}

export function failure<Reason extends StoreReason>(reason: Reason, detail: string): Failure<Reason> {
  return { ok: false, reason, detail };
}
