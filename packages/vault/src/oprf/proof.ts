import { elementLength, type Ristretto } from "./ristretto.ts";
import { context, hashToScalar, prefixed, sha512 } from "./suite.ts";

/** What is proven: that the secret of a public key made `evaluated` of `element`. */
export interface Statement {
  readonly publicKey: Uint8Array;
  readonly element: Uint8Array;
  readonly evaluated: Uint8Array;
}

/** GenerateProof of RFC 9497 section 2.2.1, for one element. `random`: a scalar that is used for nothing else, ever. */
export function prove(group: Ristretto, secretKey: Uint8Array, statement: Statement, random: Uint8Array): Buffer {
  const m = must(group.timesElement(compositeOf(group, statement), statement.element));
  const z = must(group.timesElement(secretKey, m));
  const c = challengeOf(group, [statement.publicKey, m, z, group.times(random), must(group.timesElement(random, m))]);
  return Buffer.concat([c, group.difference(random, group.product(c, secretKey))]);
}

/** VerifyProof of RFC 9497 section 2.2.2, for one element. Anything may be given: what is no element or no scalar proves nothing. */
export function isProven(group: Ristretto, statement: Statement, proof: Uint8Array): boolean {
  const { publicKey, element, evaluated } = statement;
  const [c, s] = [proof.subarray(0, elementLength), proof.subarray(elementLength)];
  if (![c, s].every((scalar) => group.isScalar(scalar))) return false;
  if (![publicKey, element, evaluated].every((each) => group.isElement(each))) return false;
  const composite = compositeOf(group, statement);
  const m = must(group.timesElement(composite, element));
  const z = must(group.timesElement(composite, evaluated));
  const [cKey, sM, cZ] = [group.timesElement(c, publicKey), group.timesElement(s, m), group.timesElement(c, z)];
  // a scalar that is zero: no proof that anybody makes
  if (cKey === undefined || sM === undefined || cZ === undefined) return false;
  const [t2, t3] = [group.sum(group.times(s), cKey), group.sum(sM, cZ)];
  return challengeOf(group, [publicKey, m, z, t2, t3]).equals(c);
}

/** `di` of ComputeComposites (RFC 9497 section 2.2.1), of which there is one. */
function compositeOf(group: Ristretto, { publicKey, element, evaluated }: Statement): Buffer {
  const seed = sha512(Buffer.concat([prefixed(publicKey), prefixed(Buffer.from(`Seed-${context}`, "latin1"))]));
  const index = Buffer.from([0, 0]);
  return hashToScalar(
    group,
    Buffer.concat([prefixed(seed), index, prefixed(element), prefixed(evaluated), Buffer.from("Composite")]),
  );
}

function challengeOf(group: Ristretto, elements: readonly Uint8Array[]): Buffer {
  return hashToScalar(group, Buffer.concat([...elements.map(prefixed), Buffer.from("Challenge")]));
}

/** Elements that were looked at, times hashes and keys: the identity comes out of that as often as two hashes are alike. */
function must(element: Buffer | undefined): Buffer {
  if (element === undefined) throw new TypeError("this is no element");
  return element;
}
