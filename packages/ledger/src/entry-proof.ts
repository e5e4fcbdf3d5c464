import { entryHash, type Hash } from "./hash.ts";
import { isRecord, parseEntry } from "./entry.ts";
import { type Head, parseHead } from "./head.ts";
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

/** Whether the proof, from wherever it comes, fits this head, which has to be one that is trusted. What is neither is false. */
export function provesEntry(head: Head, proof: unknown): boolean {
  const trusted = parseHead(head);
  if (trusted === undefined || !isRecord(proof)) return false;
  const { log, size, entry: text, path } = proof;
  if (log !== trusted.log || size !== trusted.size || typeof text !== "string") return false;
  const entry = parseEntry(text);
  if (entry === undefined) return false;
  return includes(trusted.root, trusted.size, { index: entry.seq, leaf: entryHash(text), path });
}

/** Whether the newer head goes on from the older one. What is no head or no proof is false. */
export function provesConsistency(older: Head, newer: Head, proof: unknown): boolean {
  const [from, to] = [parseHead(older), parseHead(newer)];
  if (from === undefined || to === undefined || !isRecord(proof)) return false;
  if (from.log !== to.log || proof["log"] !== from.log) return false;
  if (proof["older"] !== from.size || proof["newer"] !== to.size) return false;
  return extendsTree(from, to, proof["path"]);
}
