import { ristretto255, ristretto255_oprf } from "@noble/curves/ed25519.js";
import { accept, type Outcome, refuse } from "../outcome.ts";

// RFC 9497, ristretto255-SHA512, mode VOPRF: who evaluates learns neither input nor output, and proves that he used his one key
const { voprf } = ristretto255_oprf;

/** Bytes of a key, secret or public, of a blind and of an element (RFC 9497 section 4.1). */
export const elementLength = 32;

/** A key for evaluating, at the confirmer only. */
export interface EvaluationKey {
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** What the host keeps while it waits. */
export interface Blinded {
  readonly input: Uint8Array;
  /** A secret of this one request. */
  readonly blind: Uint8Array;
  /** Sent to the confirmer. It says nothing about the input. */
  readonly element: Uint8Array;
}

/** What the confirmer answers. */
export interface Evaluation {
  readonly element: Uint8Array;
  /** That the key was the one whose public key is known. */
  readonly proof: Uint8Array;
}

export function generateEvaluationKey(): EvaluationKey {
  return voprf.generateKeyPair();
}

/** With a new blind each time (RFC 9497 section 3.3.2). */
export function blind(input: Uint8Array): Blinded {
  const { blind: secret, blinded } = voprf.blind(input);
  return { input, blind: secret, element: blinded };
}

/** Refuses with `bad-element` what is no element of the group, not its one encoding, or the identity. */
export function evaluate(key: EvaluationKey, element: Uint8Array): Outcome<Evaluation, "bad-element"> {
  try {
    const { evaluated, proof } = voprf.blindEvaluate(key.secretKey, key.publicKey, element);
    return accept({ element: evaluated, proof });
  } catch {
    return refuse("bad-element");
  }
}

/**
 * The 64 bytes that only this input and that key give. Refuses with `bad-evaluation` when the proof does not hold for the public
 * key, which is pinned: a confirmer cannot answer with another key unnoticed.
 */
export function finalize(
  { input, blind: secret, element }: Blinded,
  { element: evaluated, proof }: Evaluation,
  publicKey: Uint8Array,
): Outcome<Buffer, "bad-evaluation"> {
  try {
    return accept(Buffer.from(voprf.finalize(input, secret, evaluated, element, publicKey, proof)));
  } catch {
    return refuse("bad-evaluation");
  }
}

/** Whether bytes are the one encoding of an element of the group, and not the identity (RFC 9497 section 4.1). */
export function isElement(bytes: Uint8Array): boolean {
  try {
    return !ristretto255.Point.fromBytes(bytes).is0();
  } catch {
    return false;
  }
}

/** Whether secret and public key belong together. */
export function isKeyPair({ secretKey, publicKey }: EvaluationKey): boolean {
  try {
    const { BASE, Fn } = ristretto255.Point;
    return BASE.multiply(Fn.fromBytes(secretKey)).equals(ristretto255.Point.fromBytes(publicKey));
  } catch {
    return false;
  }
}
