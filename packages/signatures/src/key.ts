import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
  X509Certificate,
} from "node:crypto";
import { type Algorithm, algorithmOf, signBytes } from "./algorithm.ts";
import { limits } from "./limits.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";

/** A key to verify with. Its algorithm is a property of the key, never of a message. */
export interface VerifyingKey {
  readonly algorithm: Algorithm;
  /** Public, or secret for HMAC. Of whatever origin, it is checked at each use: a weak one verifies nothing. */
  readonly key: KeyObject;
}

/** A key to sign with. `sign` may ask a TPM, an HSM or a key service: it gets the signature base and gives the signature's bytes. */
export interface SigningKey {
  readonly keyid: string;
  readonly algorithm: Algorithm;
  readonly sign: (base: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/**
 * Finds a key by the keyid of a signature, which is undefined when the policy does not demand one, and by its label. Where labels
 * stand for different signers, the look-up must give each label's own keys only: who signs writes both into the message.
 */
export type KeyLookup = (
  keyid: string | undefined,
  label: string,
) => VerifyingKey | undefined | Promise<VerifyingKey | undefined>;

/** Bytes that a secret of HMAC-SHA256 has at least (RFC 2104 3), bits of an RSA modulus, and an RSA exponent (RFC 8017 3.1). */
const least = { secret: 32, modulus: 2_048, exponent: 3n };

/** A look-up over fixed keys. */
export function keyring(keys: Iterable<readonly [keyid: string, key: VerifyingKey]>): KeyLookup {
  const known = new Map(keys);
  return (keyid) => (keyid === undefined ? undefined : known.get(keyid));
}

/**
 * Reads a key to verify with: PEM (public key, certificate, or private key, of which the public part is taken) or a JWK as text.
 * Refuses with `malformed-key` and `weak-key`. Says nothing of the text.
 */
export function readVerifyingKey(text: string): Outcome<VerifyingKey> {
  const key = readKeyObject(text, createPublicKey, ["verify", "sign"]);
  return key.ok ? verifyingKey(key.value) : key;
}

/**
 * A key object to verify with, and its one algorithm; of a private key the public part.
 * Refuses with `malformed-key` and `weak-key`.
 */
export function verifyingKey(key: KeyObject): Outcome<VerifyingKey> {
  const algorithm = checkedAlgorithm(key);
  if (!algorithm.ok) return algorithm;
  return accept({ algorithm: algorithm.value, key: key.type === "private" ? createPublicKey(key) : key });
}

/** Reads a key to sign with: a private key as PEM (PKCS #8, SEC 1, PKCS #1) without a passphrase, or a JWK as text. */
export function readSigningKey(keyid: string, text: string): Outcome<SigningKey> {
  const key = readKeyObject(text, createPrivateKey, ["sign"]);
  if (!key.ok) return key;
  return signingKey(keyid, key.value);
}

/** Reads a secret of HMAC-SHA256: base64 or base64url of at least 32 bytes, for both sides. */
export function readSecret(text: string): Outcome<VerifyingKey> {
  const trimmed = text.trim();
  // a public PEM taken for a secret would let everybody who knows it sign
  if (trimmed.length > limits.keyText || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)) return refuse("malformed-key");
  const bytes = Buffer.from(trimmed, "base64");
  return isPublic(bytes)
    ? refuse("malformed-key", "this is a public key or a certificate, no secret")
    : secretKey(bytes);
}

const publicForms: readonly ((key: Buffer) => unknown)[] = [
  (key) => createPublicKey({ key, format: "der", type: "spki" }),
  (key) => createPublicKey({ key, format: "der", type: "pkcs1" }),
  (key) => new X509Certificate(key),
];

/** The lines between BEGIN and END of a public PEM are base64 too. */
function isPublic(bytes: Buffer): boolean {
  return publicForms.some((read) => {
    try {
      read(bytes);
      return true;
    } catch {
      return false;
    }
  });
}

/** A secret of HMAC-SHA256, for both sides. Refuses with `weak-key`. */
export function secretKey(bytes: Uint8Array): Outcome<VerifyingKey> {
  return verifyingKey(createSecretKey(bytes));
}

/** A private or secret key object to sign with, and its one algorithm. Refuses with `malformed-key` and `weak-key`. */
export function signingKey(keyid: string, key: KeyObject): Outcome<SigningKey> {
  if (key.type === "public") return refuse("malformed-key", "a public key cannot sign");
  const algorithm = checkedAlgorithm(key);
  if (!algorithm.ok) return algorithm;
  return accept({ keyid, algorithm: algorithm.value, sign: (base) => signBytes(algorithm.value, key, base) });
}

/** The algorithm of a key that is long enough. Refuses with `malformed-key` and `weak-key`. */
export function checkedAlgorithm(key: KeyObject): Outcome<Algorithm> {
  const algorithm = algorithmOf(key);
  if (algorithm === undefined) return refuse("malformed-key", "no algorithm of RFC 9421 uses a key of this type");
  const { modulusLength, publicExponent = least.exponent } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined && modulusLength < least.modulus) {
    return refuse("weak-key", `RSA has at least ${least.modulus} bits`);
  }
  // with 1 every signature is right that is written down
  if (publicExponent < least.exponent) return refuse("weak-key", `RSA has an exponent of at least ${least.exponent}`);
  if (key.type === "secret" && (key.symmetricKeySize ?? 0) < least.secret) {
    return refuse("weak-key", `a secret has at least ${least.secret} bytes`);
  }
  return accept(algorithm);
}

const jwkAlgorithms: ReadonlyMap<string, Algorithm> = new Map([
  ["EdDSA", "ed25519"],
  ["Ed25519", "ed25519"],
  ["ES256", "ecdsa-p256-sha256"],
  ["ES384", "ecdsa-p384-sha384"],
  ["PS512", "rsa-pss-sha512"],
  ["HS256", "hmac-sha256"],
]);

/** What a JWK says that it is for (RFC 7517 4.2 to 4.4). */
interface JwkUse {
  readonly alg?: string;
  readonly k?: string;
  readonly use?: string;
  readonly key_ops?: readonly string[];
}

type Create = (input: string | { key: JsonWebKey; format: "jwk" }) => KeyObject;

/** `uses` are those operations of a JWK of which it must allow one, where it says any (RFC 7517 4.3). */
function readKeyObject(text: string, create: Create, uses: readonly string[]): Outcome<KeyObject> {
  if (text.length > limits.keyText) return refuse("malformed-key", "too long");
  try {
    const trimmed = text.trim();
    if (!trimmed.startsWith("{")) return accept(create(trimmed));
    const jwk = JSON.parse(trimmed) as JsonWebKey & JwkUse;
    const { use = "sig", key_ops = uses } = jwk;
    if (use !== "sig" || !uses.some((each) => key_ops.includes(each)))
      return refuse("malformed-key", "use or key_ops say that it is for something else");
    const key = jwk.kty === "oct" ? createSecretKey(jwk.k ?? "", "base64url") : create({ key: jwk, format: "jwk" });
    // an RSA key that says RS256 is not to be used for PSS as well
    const says = jwk.alg === undefined ? undefined : (jwkAlgorithms.get(jwk.alg) ?? "another");
    if (says !== undefined && says !== algorithmOf(key))
      return refuse("malformed-key", "alg is another than the key's");
    return accept(key);
  } catch {
    return refuse("malformed-key");
  }
}
