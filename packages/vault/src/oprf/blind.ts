import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Evaluation } from "./evaluate.ts";
import { isProven } from "./proof.ts";
import type { Ristretto } from "./ristretto.ts";
import { hashToGroup, prefixed, sha512 } from "./suite.ts";

// The host's half of RFC 9497, ristretto255-SHA512, mode VOPRF: who evaluates learns neither input nor output, and proves that he used
// his one key.

/** What the host keeps while it waits. */
export interface Blinded {
  readonly input: Uint8Array;
  /** A secret of this one request. */
  readonly blind: Uint8Array;
  /** Sent to the confirmer. It says nothing about the input. */
  readonly element: Uint8Array;
}

/** With a new blind each time (RFC 9497 section 3.3.2). */
export function blind(group: Ristretto, input: Uint8Array): Blinded {
  const secret = group.randomScalar();
  const element = group.timesElement(secret, hashToGroup(group, input));
  // RFC 9497 section 3.3.2: an input that gives the identity is none; nobody knows one
  if (element === undefined) throw new TypeError("this input gives no element");
  return { input, blind: secret, element };
}

/**
 * The 64 bytes that only this input and that key give. Refuses with `bad-evaluation` when the proof does not hold for the public
 * key, which is pinned: a confirmer cannot answer with another key unnoticed.
 */
export function finalize(
  group: Ristretto,
  { input, blind: secret, element }: Blinded,
  { element: evaluated, proof }: Evaluation,
  publicKey: Uint8Array,
): Outcome<Buffer, "bad-evaluation"> {
  if (!isProven(group, { publicKey, element, evaluated }, proof)) return refuse("bad-evaluation");
  const unblinded = group.timesElement(group.inverse(secret), evaluated);
  if (unblinded === undefined) return refuse("bad-evaluation");
  return accept(sha512(Buffer.concat([prefixed(input), prefixed(unblinded), Buffer.from("Finalize")])));
}
