import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from "node:crypto";

/** Bytes of a key, secret or public (RFC 7748 section 5). */
export const keyLength = 32;

// what RFC 8410 puts before the 32 bytes, which node:crypto takes in this form only
const beforeSecret = Buffer.from("302e020100300506032b656e04220420", "hex");
const beforePublic = Buffer.from("302a300506032b656e032100", "hex");

export function secretKeyOf(bytes: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([beforeSecret, bytes]), format: "der", type: "pkcs8" });
}

export function publicKeyOf(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([beforePublic, bytes]), format: "der", type: "spki" });
}

/** The 32 bytes of a secret or of a public key. */
export function rawBytes(key: KeyObject): Buffer {
  const der =
    key.type === "private" ? key.export({ format: "der", type: "pkcs8" }) : key.export({ format: "der", type: "spki" });
  return der.subarray(-keyLength);
}

/** RFC 7748 section 6.1. Undefined for a point of small order, whose secret is zero whatever the key. */
export function sharedSecret(privateKey: KeyObject, publicKey: KeyObject): Buffer | undefined {
  try {
    return diffieHellman({ privateKey, publicKey });
  } catch {
    // OpenSSL refuses to give a secret that is all zero
    return undefined;
  }
}
