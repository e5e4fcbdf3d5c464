import { type EntryBody, parseEntry } from "./entry.ts";
import { beginning, entryHash, type Hash } from "./hash.ts";
import type { Head } from "./head.ts";
import type { LogIdentity, Row, Seal } from "./store.ts";
import { emptyTree, growing, type GrowingTree, rootOf, type Tree } from "./tree.ts";

/** How far a log is known: enough to go on from there, in a few hundred bytes, however long the log. */
export interface Position {
  readonly size: number;
  readonly last: Hash;
  /** Of the last entry; before the first one, the beginning of time. */
  readonly time: string;
  /** Over the roots of full segments. */
  readonly full: Tree;
  /** Over the entries of the segment that is being filled. */
  readonly filling: Tree;
}

const noTime = "0000-01-01T00:00:00.000Z";

/** Where a log stands after its sealed segments. */
export function positionAfter({ id, segmentSize }: LogIdentity, seals: readonly Seal[]): Position {
  const full = growing(emptyTree);
  for (const { root } of seals) full.push(root);
  const { last = beginning(id), time = noTime } = seals.at(-1) ?? {};
  return { size: seals.length * segmentSize, last, time, full: full.tree(), filling: emptyTree };
}

export function headAt({ id }: LogIdentity, { size, last, full, filling }: Position): Head {
  // every peak of the full segments is a bigger subtree than any of the one being filled
  return { v: 1, log: id, size, last, root: rootOf([...full.peaks, ...filling.peaks]) };
}

/** Goes on from a position, entry by entry. */
export interface Advance {
  push(hash: Hash, time: string): void;
  /** Hashes the tree as far as it has got. A segment's end and `position()` do it too: for when there is time before. */
  settle(): void;
  position(): Position;
  /** Of the segments that became full on the way. */
  readonly seals: readonly { readonly at: number; readonly seal: Seal }[];
}

export function advance({ segmentSize }: LogIdentity, from: Position): Advance {
  let { size, last, time } = from;
  const full = growing(from.full);
  let filling: GrowingTree = growing(from.filling);
  const seals: { at: number; seal: Seal }[] = [];
  let leaves: Hash[] = [];

  function settle(): void {
    for (const leaf of leaves) filling.push(leaf);
    leaves = [];
  }

  return {
    seals,
    settle,
    push(hash, at) {
      leaves.push(hash);
      [size, last, time] = [size + 1, hash, at];
      if (size % segmentSize !== 0) return;
      settle();
      const root = rootOf(filling.tree().peaks);
      seals.push({ at: size / segmentSize - 1, seal: { root, last, time } });
      full.push(root);
      filling = growing(emptyTree);
    },
    position() {
      settle();
      return { size, last, time, full: full.tree(), filling: filling.tree() };
    },
  };
}

/** What is wrong with a row, seen from the place where it lies. */
export type LinkReason =
  /** Its bytes are not those that its hash is over, or are no entry. */
  | "changed"
  /** It names another number than its place has. */
  | "out-of-place"
  /** It names another entry before it than the one that is there. */
  | "unlinked"
  | "time-order";

export type Link =
  | { readonly ok: true; readonly entry: EntryBody }
  | { readonly ok: false; readonly reason: LinkReason; readonly entry?: EntryBody };

/** Whether a row is the next link of the chain. */
export function link(row: Row, next: { readonly size: number; readonly last: Hash; readonly time: string }): Link {
  if (entryHash(row.entry) !== row.hash) return { ok: false, reason: "changed" };
  const entry = parseEntry(row.entry);
  if (entry === undefined) return { ok: false, reason: "changed" };
  if (entry.seq !== next.size) return { ok: false, reason: "out-of-place", entry };
  if (entry.prev !== next.last) return { ok: false, reason: "unlinked", entry };
  if (entry.time < next.time) return { ok: false, reason: "time-order", entry };
  return { ok: true, entry };
}
