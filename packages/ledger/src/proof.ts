import { emptyRoot, type Hash, isHash, nodeHash } from "./hash.ts";
import { splitOf } from "./tree.ts";

/** The root over the leaves from `start` to before `end`. Only asked for subtrees of RFC 9162's tree. */
export type RootOfRange = (start: number, end: number) => Promise<Hash>;

/** PATH(m, D[n]) of RFC 9162 section 2.1.3.1: what proves leaf `index` in a tree of `size`, from the leaf upwards. */
export async function inclusionPath(index: number, size: number, rootOfRange: RootOfRange): Promise<Hash[]> {
  const path: Hash[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      path.unshift(await rootOfRange(middle, end));
      end = middle;
    } else {
      path.unshift(await rootOfRange(start, middle));
      start = middle;
    }
  }
  return path;
}

/** PROOF(m, D[n]) of RFC 9162 section 2.1.4.1: that the tree of `older` leaves is the beginning of the tree of `size`. */
export async function consistencyPath(older: number, size: number, rootOfRange: RootOfRange): Promise<Hash[]> {
  if (older === 0 || older === size) return [];
  const path: Hash[] = [];
  let [start, end, whole] = [0, size, true];
  while (older !== end) {
    const middle = start + splitOf(end - start);
    if (older <= middle) {
      path.unshift(await rootOfRange(middle, end));
      end = middle;
    } else {
      path.unshift(await rootOfRange(start, middle));
      start = middle;
      whole = false;
    }
  }
  if (!whole) path.unshift(await rootOfRange(start, end));
  return path;
}

/** RFC 9162 section 2.1.3.2. `leaf` is the entry's hash. */
export function includes(
  root: Hash,
  size: number,
  { index, leaf, path }: { readonly index: number; readonly leaf: Hash; readonly path: unknown },
): boolean {
  if (!isIndex(index) || !isIndex(size) || index >= size || !isHash(leaf) || !areHashes(path)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && hash === root;
}

export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/** RFC 9162 section 2.1.4.2; an empty tree is the beginning of every tree. */
export function extendsTree(older: TreeHead, newer: TreeHead, path: unknown): boolean {
  if (!isIndex(older.size) || !isIndex(newer.size) || older.size > newer.size || !areHashes(path)) return false;
  if (older.size === newer.size) return path.length === 0 && older.root === newer.root;
  if (older.size === 0) return path.length === 0 && older.root === emptyRoot;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // a perfect older tree is itself the first node of the path
  const [first, ...rest] = at === 0 ? [older.root, ...path] : path;
  if (first === undefined) return false;
  let [oldHash, newHash] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [oldHash, newHash] = [nodeHash(sibling, oldHash), nodeHash(sibling, newHash)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && oldHash === older.root && newHash === newer.root;
}

/** A tree of 2^53 leaves has a path of 53, and a consistency path of one more. */
function areHashes(path: unknown): path is readonly Hash[] {
  return Array.isArray(path) && path.length <= 64 && path.every(isHash);
}

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Sizes go beyond what `>>` takes. */
function half(value: number): number {
  return Math.floor(value / 2);
}
