import { accept, type Outcome, refuse } from "../outcome.ts";
import { prove } from "./proof.ts";
import { ristretto } from "./ristretto.ts";

// the confirmer's half of RFC 9497
const group = await ristretto();

/** A key for evaluating. */
export interface EvaluationKey {
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** What the confirmer answers. */
export interface Evaluation {
  readonly element: Uint8Array;
  /** That the key was the one whose public key is known. */
  readonly proof: Uint8Array;
}

export function generateEvaluationKey(): EvaluationKey {
  const secretKey = group.randomScalar();
  return { secretKey, publicKey: group.times(secretKey) };
}

/** Whether secret and public key belong together. */
export function isKeyPair({ secretKey, publicKey }: EvaluationKey): boolean {
  return group.isScalar(secretKey) && group.isElement(publicKey) && group.times(secretKey).equals(publicKey);
}

/** Whether bytes are the one encoding of an element of the group, and not the identity (RFC 9497 section 4.1). */
export function isElement(bytes: Uint8Array): boolean {
  return group.isElement(bytes);
}

/** Refuses with `bad-element` what is no element of the group, not its one encoding, or the identity. */
export function evaluate(
  { secretKey, publicKey }: EvaluationKey,
  element: Uint8Array,
): Outcome<Evaluation, "bad-element"> {
  const evaluated = group.isElement(element) ? group.timesElement(secretKey, element) : undefined;
  if (evaluated === undefined) return refuse("bad-element");
  const proof = prove(group, secretKey, { publicKey, element, evaluated }, group.randomScalar());
  return accept({ element: evaluated, proof });
}
