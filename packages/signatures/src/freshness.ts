import type { Policy } from "./policy.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";
import type { SignatureParameters } from "./signature-parameters.ts";

/**
 * Judges created and expires (RFC 9421 2.3). The value is the last second at which the signature is good here, tolerance included:
 * Infinity without both.
 * Refuses with `from-the-future`, `too-old`, `expired`, `expires-before-created` and `expires-too-late`.
 */
export function freshUntil(
  { created, expires }: SignatureParameters,
  { maximumAge, tolerance }: Pick<Policy, "maximumAge" | "tolerance">,
  now: number,
): Outcome<number> {
  if (created !== undefined) {
    if (created > now + tolerance) return refuse("from-the-future");
    if (created + maximumAge + tolerance < now) return refuse("too-old");
    if (expires !== undefined && expires < created) return refuse("expires-before-created");
  }
  if (expires !== undefined) {
    if (expires + tolerance < now) return refuse("expired");
    // without created, expires alone says how long the nonce must be remembered
    if (created === undefined && expires > now + maximumAge + tolerance) return refuse("expires-too-late");
  }
  const oldest = created === undefined ? Number.POSITIVE_INFINITY : created + maximumAge;
  return accept(Math.min(oldest, expires ?? Number.POSITIVE_INFINITY) + tolerance);
}
