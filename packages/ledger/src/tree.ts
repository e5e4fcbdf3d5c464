import { emptyRoot, type Hash, nodeHash } from "./hash.ts";

/** A Merkle tree that grows: the roots of its perfect subtrees, from the biggest to the smallest. */
export interface Tree {
  readonly size: number;
  readonly peaks: readonly Hash[];
}

export const emptyTree: Tree = { size: 0, peaks: [] };

/** A tree that one owner lets grow, leaf by leaf, in O(1) amortised; `tree()` is a value of its own. */
export interface GrowingTree {
  push(leaf: Hash): void;
  tree(): Tree;
}

export function growing(from: Tree): GrowingTree {
  const peaks = [...from.peaks];
  let { size } = from;
  return {
    push(leaf) {
      let hash = leaf;
      // a number that ends in ones, plus one, carries: each one is a subtree that is now half of a bigger one
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) hash = nodeHash(peaks.pop() as Hash, hash);
      peaks.push(hash);
      size += 1;
    },
    tree: () => ({ size, peaks: [...peaks] }),
  };
}

/** MTH of RFC 9162 section 2.1.1, over peaks from the biggest to the smallest. */
export function rootOf(peaks: readonly Hash[]): Hash {
  return peaks.length === 0 ? emptyRoot : peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** MTH of a list of leaf hashes. */
export function rootOfLeaves(leaves: readonly Hash[]): Hash {
  const tree = growing(emptyTree);
  for (const leaf of leaves) tree.push(leaf);
  return rootOf(tree.tree().peaks);
}

/** The largest power of two smaller than `size` (`k` in RFC 9162 section 2.1.1). For sizes of 2 and more. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}
