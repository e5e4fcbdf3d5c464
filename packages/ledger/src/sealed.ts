import { entryHash } from "./hash.ts";
import { failure, type LogIdentity, type Refusal, refusalIn, type Seal, type StoredRows } from "./store.ts";

/** The full segments of a log, as their seals say. */
export interface Sealed {
  readonly ok: true;
  readonly seals: readonly Seal[];
  /** The last of them does not end as its seal says: nothing is to be added. */
  readonly broken: Refusal | undefined;
}

/**
 * Whoever goes on from the last seal trusts that the entries before it are those that it stands for. Its last entry is
 * compared each time that a log is opened; all of them, by `verify`.
 */
export async function sealedPart(store: StoredRows, log: LogIdentity): Promise<Sealed | Refusal> {
  try {
    const seals = await store.seals();
    return { ok: true, seals, broken: await broken(store, log, seals) };
  } catch (error) {
    return refusalIn(error);
  }
}

async function broken(
  store: StoredRows,
  { segmentSize }: LogIdentity,
  seals: readonly Seal[],
): Promise<Refusal | undefined> {
  const [end, seal] = [seals.length * segmentSize, seals.at(-1)];
  if (seal === undefined) return undefined;
  for await (const [row] of store.read(end - 1, end)) {
    if (row !== undefined && row.hash === seal.last && entryHash(row.entry) === seal.last) return undefined;
  }
  return failure("damaged", `${store.place(end - 1)} is not what its seal says`);
}
