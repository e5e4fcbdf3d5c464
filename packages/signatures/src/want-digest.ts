import { parseDictionary } from "structured-headers";
import { canonicalLine } from "./field-value.ts";
import { type DigestAlgorithm, isDigestAlgorithm } from "./digest.ts";
import { limits } from "./limits.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";

/** A value for Want-Content-Digest or Want-Repr-Digest: 1 is liked least, 10 most, 0 not at all (RFC 9530 4). */
export function wantDigestField(preferences: Readonly<Partial<Record<DigestAlgorithm, number>>>): string {
  return Object.entries(preferences)
    .map(([algorithm, weight]) => {
      if (!isWeight(weight)) throw new RangeError(`a preference is a whole number from 0 to 10, not ${String(weight)}`);
      return `${algorithm}=${weight}`;
    })
    .join(", ");
}

/**
 * The algorithm that the other side likes best of those that are known here; undefined: none of them.
 * Refuses with `oversize` and `malformed-preference`.
 */
export function wantedDigest(lines: readonly string[]): Outcome<DigestAlgorithm | undefined> {
  const values = lines.map(canonicalLine);
  if (values.includes(undefined)) return refuse("malformed-preference");
  const text = values.join(", ");
  if (text.length > limits.digestField) return refuse("oversize", "digest");
  try {
    let best: DigestAlgorithm | undefined;
    let most = 0;
    for (const [name, [weight]] of parseDictionary(text)) {
      if (!isWeight(weight)) return refuse("malformed-preference", name);
      if (weight <= most || !isDigestAlgorithm(name)) continue;
      best = name;
      most = weight;
    }
    return accept(best);
  } catch {
    return refuse("malformed-preference");
  }
}

function isWeight(weight: unknown): weight is number {
  return typeof weight === "number" && Number.isInteger(weight) && weight >= 0 && weight <= 10;
}
