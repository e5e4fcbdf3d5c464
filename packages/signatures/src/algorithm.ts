import { constants, createHmac, type KeyObject, sign, timingSafeEqual, verify } from "node:crypto";

/**
 * Algorithms of RFC 9421 3.3. Its rsa-v1_5-sha256 is left out: new systems have no need of PKCS #1 v1.5, and one key that does
 * both paddings is what section 7.3.6 warns of.
 */
export const algorithms = [
  "ed25519",
  "ecdsa-p256-sha256",
  "ecdsa-p384-sha384",
  "rsa-pss-sha512",
  "hmac-sha256",
] as const;

export type Algorithm = (typeof algorithms)[number];

export function isAlgorithm(name: unknown): name is Algorithm {
  return (algorithms as readonly unknown[]).includes(name);
}

/** Throws when the key is not of the algorithm: `algorithmOf` is asked first. */
export function signBytes(algorithm: Algorithm, key: KeyObject, data: Uint8Array): Buffer {
  switch (algorithm) {
    case "ed25519":
      return sign(null, data, key);
    case "ecdsa-p256-sha256":
      return sign("sha256", data, { key, dsaEncoding: "ieee-p1363" });
    case "ecdsa-p384-sha384":
      return sign("sha384", data, { key, dsaEncoding: "ieee-p1363" });
    case "rsa-pss-sha512":
      return sign("sha512", data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 });
    case "hmac-sha256":
      return createHmac("sha256", key).update(data).digest();
  }
}

/** A signature of the wrong length is false. Throws when the key is not of the algorithm: `algorithmOf` is asked first. */
export function verifyBytes(algorithm: Algorithm, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  switch (algorithm) {
    case "ed25519":
      return signature.length === 64 && verify(null, data, key, signature);
    case "ecdsa-p256-sha256":
      return signature.length === 64 && verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, signature);
    case "ecdsa-p384-sha384":
      return signature.length === 96 && verify("sha384", data, { key, dsaEncoding: "ieee-p1363" }, signature);
    case "rsa-pss-sha512":
      return verify("sha512", data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }, signature);
    case "hmac-sha256": {
      const own = createHmac("sha256", key).update(data).digest();
      return signature.length === own.length && timingSafeEqual(own, signature);
    }
  }
}

/** Bytes of every signature of this key, which is of the algorithm. */
export function signatureLength(algorithm: Algorithm, key: KeyObject): number {
  switch (algorithm) {
    case "ed25519":
    case "ecdsa-p256-sha256":
      return 64;
    case "ecdsa-p384-sha384":
      return 96;
    case "rsa-pss-sha512":
      return Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
    case "hmac-sha256":
      return 32;
  }
}

/** The only algorithm that a key can be used with; undefined: none of ours. A key has one, so that a message cannot choose. */
export function algorithmOf(key: KeyObject): Algorithm | undefined {
  if (key.type === "secret") return "hmac-sha256";
  const { namedCurve, hashAlgorithm, mgf1HashAlgorithm, saltLength } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case "ed25519":
      return "ed25519";
    case "ec":
      if (namedCurve === "prime256v1") return "ecdsa-p256-sha256";
      return namedCurve === "secp384r1" ? "ecdsa-p384-sha384" : undefined;
    case "rsa":
      return "rsa-pss-sha512";
    case "rsa-pss": {
      // a key may be bound to other parameters (RFC 4055 3.1)
      const fits = (hash: string | undefined): boolean => hash === undefined || hash === "sha512";
      return fits(hashAlgorithm) && fits(mgf1HashAlgorithm) && (saltLength ?? 0) <= 64 ? "rsa-pss-sha512" : undefined;
    }
    default:
      return undefined;
  }
}
