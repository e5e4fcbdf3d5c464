import { createHash } from "node:crypto";
import { expand_message_xmd } from "@noble/curves/abstract/hash-to-curve.js";
import { sha512 } from "@noble/hashes/sha2.js";
import sodium from "libsodium-wrappers-sumo";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { elementLength } from "./element.ts";

// The confirmer's half of RFC 9497, ristretto255-SHA512, mode VOPRF. libsodium takes a tenth of the time that BigInt takes, and
// the same time for every key: it is the one secret here that others make us calculate with.
await sodium.ready;

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
  const secretKey = sodium.crypto_core_ristretto255_scalar_random();
  return { secretKey, publicKey: sodium.crypto_scalarmult_ristretto255_base(secretKey) };
}

/** Whether secret and public key belong together. */
export function isKeyPair({ secretKey, publicKey }: EvaluationKey): boolean {
  try {
    return sodium.crypto_scalarmult_ristretto255_base(secretKey).every((byte, n) => byte === publicKey[n]);
  } catch {
    return false;
  }
}

/** Whether bytes are the one encoding of an element of the group, and not the identity (RFC 9497 section 4.1). */
export function isElement(bytes: Uint8Array): boolean {
  return (
    bytes.length === elementLength &&
    bytes.some((byte) => byte !== 0) &&
    sodium.crypto_core_ristretto255_is_valid_point(bytes)
  );
}

/** Refuses with `bad-element` what is no element of the group, not its one encoding, or the identity. */
export function evaluate(key: EvaluationKey, element: Uint8Array): Outcome<Evaluation, "bad-element"> {
  if (!isElement(element)) return refuse("bad-element");
  const evaluated = sodium.crypto_scalarmult_ristretto255(key.secretKey, element);
  const random = sodium.crypto_core_ristretto255_scalar_random();
  return accept({ element: evaluated, proof: prove(key, { element, evaluated, random }) });
}

/** GenerateProof of RFC 9497 section 2.2.1, for one element. `random`: a scalar that is used for nothing else, ever. */
export function prove(
  { secretKey, publicKey }: EvaluationKey,
  {
    element,
    evaluated,
    random,
  }: { readonly element: Uint8Array; readonly evaluated: Uint8Array; readonly random: Uint8Array },
): Uint8Array {
  const m = sodium.crypto_scalarmult_ristretto255(compositeOf(publicKey, element, evaluated), element);
  const z = sodium.crypto_scalarmult_ristretto255(secretKey, m);
  const t2 = sodium.crypto_scalarmult_ristretto255_base(random);
  const t3 = sodium.crypto_scalarmult_ristretto255(random, m);
  const c = hashToScalar(Buffer.concat([...[publicKey, m, z, t2, t3].map(prefixed), text("Challenge")]));
  const s = sodium.crypto_core_ristretto255_scalar_sub(
    random,
    sodium.crypto_core_ristretto255_scalar_mul(c, secretKey),
  );
  return Buffer.concat([c, s]);
}

/** `di` of ComputeCompositesFast (RFC 9497 section 2.2.1), of which there is one. */
function compositeOf(publicKey: Uint8Array, element: Uint8Array, evaluated: Uint8Array): Uint8Array {
  const seed = createHash("sha512")
    .update(Buffer.concat([prefixed(publicKey), prefixed(text(`Seed-${context}`))]))
    .digest();
  const index = Buffer.from([0, 0]);
  return hashToScalar(
    Buffer.concat([prefixed(seed), index, prefixed(element), prefixed(evaluated), text("Composite")]),
  );
}

/** `"OPRFV1-" || I2OSP(mode, 1) || "-" || identifier` (RFC 9497 section 3.1); the mode of VOPRF is 1. */
const context = "OPRFV1-\u0001-ristretto255-SHA512";

/** RFC 9497 section 4.1. */
function hashToScalar(message: Uint8Array): Uint8Array {
  return sodium.crypto_core_ristretto255_scalar_reduce(
    expand_message_xmd(message, text(`HashToScalar-${context}`), 64, sha512),
  );
}

function prefixed(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function text(ascii: string): Buffer {
  return Buffer.from(ascii, "latin1");
}
