import type { ConsistencyProof, EntryProof } from "./entry-proof.ts";
import { type Head, parseHead } from "./head.ts";
import { type Hash, nodeHash } from "./hash.ts";
import { consistencyPath, inclusionPath, type RootOfRange } from "./proof.ts";
import { type LogIdentity, type StoredRows, type Unreadable, unreadable } from "./store.ts";
import { rootOfLeaves, splitOf } from "./tree.ts";

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

/** Reads the entry's segment and the one that was being filled, once each; of the others, only the roots. */
export async function proveEntry(store: StoredRows, log: LogIdentity, seq: number, head: Head): Promise<EntryProven> {
  if (parseHead(head)?.log !== log.id) return { ok: false, reason: "other-log" };
  if (!Number.isSafeInteger(seq) || seq < 0 || seq >= head.size) return { ok: false, reason: "not-in-head" };
  return await readable(async () => {
    const leaves = leavesOf(store, log, seq);
    if (!(await leaves.has(head.size - 1)) || !(await leaves.has(seq))) return { ok: false, reason: "truncated" };
    const path = await inclusionPath(seq, head.size, await rootsOf(store, log, leaves));
    return { ok: true, proof: { log: log.id, size: head.size, entry: leaves.entry(), path } };
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
    const leaves = leavesOf(store, log);
    if (newer.size > 0 && !(await leaves.has(newer.size - 1))) return { ok: false, reason: "truncated" };
    const path = await consistencyPath(older.size, newer.size, await rootsOf(store, log, leaves));
    return { ok: true, proof: { log: log.id, older: older.size, newer: newer.size, path } };
  });
}

/** Hashes out of a store, a segment at a time and each segment once. */
interface Leaves {
  has(position: number): Promise<boolean>;
  /** From one position to before another in the same segment. */
  between(start: number, end: number): Promise<readonly Hash[]>;
  /** The text of the entry that is to be proved, once its segment was read. */
  entry(): string;
}

function leavesOf(store: StoredRows, { segmentSize }: LogIdentity, wanted?: number): Leaves {
  const loaded = new Map<number, readonly Hash[]>();
  let text = "";

  async function segmentFrom(first: number): Promise<readonly Hash[]> {
    const known = loaded.get(first);
    if (known !== undefined) return known;
    const hashes: Hash[] = [];
    for await (const rows of store.read(first, first + segmentSize)) {
      for (const { hash, entry } of rows) {
        if (first + hashes.length === wanted) text = entry;
        hashes.push(hash);
      }
    }
    loaded.set(first, hashes);
    return hashes;
  }

  async function between(start: number, end: number): Promise<readonly Hash[]> {
    const first = start - (start % segmentSize);
    return (await segmentFrom(first)).slice(start - first, end - first);
  }

  return {
    between,
    has: async (position) => (await between(position, position + 1)).length === 1,
    entry: () => text,
  };
}

async function rootsOf(store: StoredRows, { segmentSize }: LogIdentity, leaves: Leaves): Promise<RootOfRange> {
  const seals = await store.seals();
  return async function root(start, end): Promise<Hash> {
    const seal = seals[Math.floor(start / segmentSize)];
    if (end - start === segmentSize && seal !== undefined) return seal.root;
    // subtrees start at multiples of a power of two that is no smaller than they are: a small one lies in one segment
    if (end - start <= segmentSize) return rootOfLeaves(await leaves.between(start, end));
    const middle = start + splitOf(end - start);
    return nodeHash(await root(start, middle), await root(middle, end));
  };
}

async function readable<T>(work: () => Promise<T | Refusal>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    return unreadable(error);
  }
}
