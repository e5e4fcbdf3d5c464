import { hash } from "node:crypto";
import { parseDictionary } from "structured-headers";
import { canonicalLine } from "./field-value.ts";
import { limits } from "./limits.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";
import { survey } from "./structured-field.ts";

/** The active algorithms of RFC 9530 5, and their length in bytes. */
const lengths = { "sha-256": 32, "sha-512": 64 } as const;

export type DigestAlgorithm = keyof typeof lengths;

/** Deprecated by RFC 9530 5: not to be used where somebody means harm, and a signed digest is just that place. */
const obsolete: ReadonlySet<string> = new Set(["md5", "sha", "unixsum", "unixcksum", "adler", "crc32c"]);

/** What a digest field says, by algorithm. Never empty. */
export type Digests = ReadonlyMap<DigestAlgorithm, Buffer>;

export function isDigestAlgorithm(name: string): name is DigestAlgorithm {
  return Object.hasOwn(lengths, name);
}

/** The name of node:crypto. */
export function nodeName(algorithm: DigestAlgorithm): "sha256" | "sha512" {
  return algorithm === "sha-256" ? "sha256" : "sha512";
}

/** A value for Content-Digest (of the content as sent) or Repr-Digest (of the representation): the bytes are the caller's choice. Throws TypeError for an unknown algorithm. */
export function digestField(bytes: Uint8Array, algorithms: readonly DigestAlgorithm[] = ["sha-256"]): string {
  const unknown = algorithms.find((each) => !isDigestAlgorithm(each));
  if (unknown !== undefined) throw new TypeError(`digestField: there is no algorithm ${String(unknown)}`);
  return algorithms.map((each) => `${each}=:${hash(nodeName(each), bytes, "base64")}:`).join(", ");
}

/**
 * Reads all lines of Content-Digest or Repr-Digest. Algorithms that nobody knows are passed over, as RFC 9530 2 wants it, when a
 * known one is there. Refuses with `missing-digest`, `oversize`, `malformed-digest`, `obsolete-digest` and `unknown-digest`.
 */
export function parseDigestField(lines: readonly string[]): Outcome<Digests> {
  if (lines.length === 0) return refuse("missing-digest");
  const values = lines.map(canonicalLine);
  if (values.includes(undefined)) return refuse("malformed-digest");
  const text = values.join(", ");
  if (text.length > limits.digestField) return refuse("oversize", "digest");
  try {
    const members = parseDictionary(text);
    if (survey(text).members !== members.size) return refuse("malformed-digest", "an algorithm occurs twice");
    const digests = new Map<DigestAlgorithm, Buffer>();
    for (const [name, [value]] of members) {
      if (obsolete.has(name)) return refuse("obsolete-digest", name);
      if (!(value instanceof ArrayBuffer)) return refuse("malformed-digest", name);
      if (!isDigestAlgorithm(name)) continue;
      if (value.byteLength !== lengths[name]) return refuse("malformed-digest", name);
      digests.set(name, Buffer.from(value));
    }
    return digests.size === 0 ? refuse("unknown-digest") : accept(digests);
  } catch {
    return refuse("malformed-digest");
  }
}

/** Whether the bytes have every digest that is said. Digests are no secrets: no constant time is needed. */
export function matchesDigests(bytes: Uint8Array, digests: Digests): boolean {
  for (const [algorithm, digest] of digests) {
    if (!hash(nodeName(algorithm), bytes, "buffer").equals(digest)) return false;
  }
  return true;
}
