import { createHash } from "node:crypto";
import { type Digests, matchesDigests, nodeName } from "./digest.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";

/** The bytes of a body as they arrive, or all of them. */
export type BodySource = Uint8Array | AsyncIterable<Uint8Array>;

/** Bytes of a body that is read to be signed: 64 MiB. */
export const longestOwnBody = 64 * 1_048_576;

/**
 * Reads a body to its end, hashes it on the way, and compares with every digest that is said. At most `limit` bytes are kept.
 * Refuses with `body-too-large` (the source is told to stop), `body-unreadable` and `digest-mismatch`.
 */
export async function readBody(
  source: BodySource | undefined,
  limit: number,
  digests: Digests | undefined,
): Promise<Outcome<Buffer>> {
  if (source === undefined || source instanceof Uint8Array)
    return wholeBody(source ?? new Uint8Array(), limit, digests);
  const hashes = [...(digests ?? [])].map(([algorithm, digest]) => ({ digest, hash: createHash(nodeName(algorithm)) }));
  // one buffer that grows: to keep 100,000 chunks of one byte takes a hundred times the memory of their bytes
  let memory: Buffer = Buffer.alloc(0);
  let length = 0;
  try {
    for await (const given of source) {
      const start = length;
      length += given.length;
      if (length > limit) return refuse("body-too-large");
      if (length > memory.length) memory = grown(memory, start, Math.max(length, Math.min(2 * memory.length, limit)));
      // a copy: a source that fills the same memory again cannot change what was hashed
      memory.set(given, start);
      for (const { hash } of hashes) hash.update(memory.subarray(start, length));
    }
  } catch {
    return refuse("body-unreadable");
  }
  const matches = hashes.every(({ digest, hash }) => hash.digest().equals(digest));
  return matches ? accept(memory.subarray(0, length)) : refuse("digest-mismatch");
}

function grown(memory: Buffer, used: number, size: number): Buffer {
  const larger = Buffer.alloc(size);
  memory.copy(larger, 0, 0, used);
  return larger;
}

function wholeBody(bytes: Uint8Array, limit: number, digests: Digests | undefined): Outcome<Buffer> {
  if (bytes.length > limit) return refuse("body-too-large");
  if (digests !== undefined && !matchesDigests(bytes, digests)) return refuse("digest-mismatch");
  return accept(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
