import { entryHash, type Hash } from "./hash.ts";
import { parseEntry } from "./entry.ts";
import type { Head } from "./head.ts";
import { extendsTree, includes } from "./proof.ts";

/** Shows somebody who only has a head that one entry is in the log: some 64 bytes for each doubling of the log. */
export interface EntryProof {
  readonly log: string;
  /** Of the head that it is made for. */
  readonly size: number;
  /** The canonical text of the entry, which says its number. */
  readonly entry: string;
  /** From the leaf upwards (RFC 9162 section 2.1.3). */
  readonly path: readonly Hash[];
}

/** Shows that one head's log is the beginning of another's: nothing before the older head was touched. */
export interface ConsistencyProof {
  readonly log: string;
  readonly older: number;
  readonly newer: number;
  /** RFC 9162 section 2.1.4. */
  readonly path: readonly Hash[];
}

/** Whether the proof fits this head. The proof may come from anywhere; the head has to be one that is trusted. */
export function provesEntry(head: Head, proof: EntryProof): boolean {
  if (typeof proof.entry !== "string" || proof.log !== head.log || proof.size !== head.size) return false;
  const entry = parseEntry(proof.entry);
  if (entry === undefined) return false;
  return includes(head.root, head.size, { index: entry.seq, leaf: entryHash(proof.entry), path: proof.path });
}

/** Whether the newer head goes on from the older one. */
export function provesConsistency(older: Head, newer: Head, proof: ConsistencyProof): boolean {
  if (older.log !== newer.log || proof.log !== older.log) return false;
  if (proof.older !== older.size || proof.newer !== newer.size) return false;
  return extendsTree(older, newer, proof.path);
}
