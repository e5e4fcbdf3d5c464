import { type Hash, nodeHash } from "./hash.ts";
import type { RootOfRange } from "./proof.ts";
import type { LogIdentity, StoredRows } from "./store.ts";
import { rootOfLeaves, splitOf } from "./tree.ts";

/** Roots of subtrees from a store: one segment's hashes at a time, and the cached roots of the others. */
export async function rangesOf(store: StoredRows, { segmentSize }: LogIdentity): Promise<RootOfRange> {
  const seals = await store.seals();
  let loaded: { readonly segment: number; readonly hashes: readonly Hash[] } | undefined;

  async function hashes(segment: number): Promise<readonly Hash[]> {
    if (loaded?.segment !== segment) {
      const found: Hash[] = [];
      for await (const rows of store.read(segment * segmentSize, (segment + 1) * segmentSize)) {
        for (const { hash } of rows) found.push(hash);
      }
      loaded = { segment, hashes: found };
    }
    return loaded.hashes;
  }

  return async function root(start, end): Promise<Hash> {
    const segment = Math.floor(start / segmentSize);
    const seal = seals[segment];
    if (end - start === segmentSize && seal !== undefined) return seal.root;
    // subtrees start at multiples of a power of two that is no smaller than they are: a small one lies in one segment
    if (end - start <= segmentSize) {
      const first = segment * segmentSize;
      return rootOfLeaves((await hashes(segment)).slice(start - first, end - first));
    }
    const middle = start + splitOf(end - start);
    return nodeHash(await root(start, middle), await root(middle, end));
  };
}
