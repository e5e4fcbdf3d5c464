import type { ConsistencyProof, EntryProof } from "./entry-proof.ts";
import { type Head, parseHead } from "./head.ts";
import { consistencyPath, inclusionPath } from "./proof.ts";
import { rangesOf } from "./ranges.ts";
import { type LogIdentity, type StoredRows, type Unreadable, unreadable } from "./store.ts";

export type ProofReason =
  /** The head is no head, or of another log. */
  | "other-log"
  /** The head stands for fewer entries than that, or the first of two for more than the second. */
  | "not-in-head"
  /** The log has fewer entries than the head says. */
  | "truncated";

type Refusal = { readonly ok: false; readonly reason: ProofReason } | Unreadable;
export type EntryProven = { readonly ok: true; readonly proof: EntryProof } | Refusal;
export type ConsistencyProven = { readonly ok: true; readonly proof: ConsistencyProof } | Refusal;

/** Needs the hashes of the entry's segment and of the one that was being filled; of the others, only the roots. */
export async function proveEntry(store: StoredRows, log: LogIdentity, seq: number, head: Head): Promise<EntryProven> {
  if (parseHead(head)?.log !== log.id) return { ok: false, reason: "other-log" };
  if (!Number.isSafeInteger(seq) || seq < 0 || seq >= head.size) return { ok: false, reason: "not-in-head" };
  return await readable(async () => {
    const entry = await entryAt(store, seq);
    if (entry === undefined || (await entryAt(store, head.size - 1)) === undefined)
      return { ok: false, reason: "truncated" };
    const path = await inclusionPath(seq, head.size, await rangesOf(store, log));
    return { ok: true, proof: { log: log.id, size: head.size, entry, path } };
  });
}

export async function proveConsistency(
  store: StoredRows,
  log: LogIdentity,
  older: Head,
  newer: Head,
): Promise<ConsistencyProven> {
  if (parseHead(older)?.log !== log.id || parseHead(newer)?.log !== log.id) return { ok: false, reason: "other-log" };
  if (older.size > newer.size) return { ok: false, reason: "not-in-head" };
  return await readable(async () => {
    if (newer.size > 0 && (await entryAt(store, newer.size - 1)) === undefined)
      return { ok: false, reason: "truncated" };
    const path = await consistencyPath(older.size, newer.size, await rangesOf(store, log));
    return { ok: true, proof: { log: log.id, older: older.size, newer: newer.size, path } };
  });
}

async function entryAt(store: StoredRows, seq: number): Promise<string | undefined> {
  for await (const [row] of store.read(seq, seq + 1)) if (row !== undefined) return row.entry;
  return undefined;
}

async function readable<T>(work: () => Promise<T | Refusal>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    return unreadable(error);
  }
}
