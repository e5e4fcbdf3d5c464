import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import type { VerifyingKey } from "@secondlock/signatures";
import { fromText, toText } from "../bytes.ts";

/** Bytes of a public key and of a signature (RFC 8032 section 5.1). */
const publicKeyLength = 32;
const signatureLength = 64;

/** What a signature is for. One that was made for something else verifies nowhere. */
export type Purpose =
  | "header"
  | "wrap"
  | "last"
  | "policy"
  | "answer"
  | "approval"
  | "owners"
  | "revocation"
  | "hand-over"
  | "host-card"
  | "wrap-offer"
  | "peers"
  | "enrolment";

/** Somebody who can sign: an owner, an editor, a host, a confirmer. */
export interface Signer {
  readonly secretKey: KeyObject;
  /** The 32 bytes of the Ed25519 public key, base64url. */
  readonly publicKey: string;
}

export function generateSigner(): Signer {
  return signerOf(generateKeyPairSync("ed25519").privateKey);
}

/** With a public key that no command line takes for an option. */
export function typedSigner(): Signer {
  const signer = generateSigner();
  return signer.publicKey.startsWith("-") ? typedSigner() : signer;
}

/** The signer that 32 bytes stand for (RFC 8032 5.1.5), in the wrapping of RFC 8410. */
export function signerOfSeed(seed: Uint8Array): Signer {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  return signerOf(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
}

/** Throws TypeError for a key that is not Ed25519: which one is used is never read from a file that a stranger may write. */
export function signerOf(secretKey: KeyObject): Signer {
  if (secretKey.type !== "private" || secretKey.asymmetricKeyType !== "ed25519") {
    throw new TypeError("a signer has an Ed25519 secret key");
  }
  const { x } = createPublicKey(secretKey).export({ format: "jwk" });
  return { secretKey, publicKey: x ?? "" };
}

/** Ed25519 over purpose and text, base64url: 86 characters. */
export function signText({ secretKey }: Signer, purpose: Purpose, text: string): string {
  return toText(sign(null, signed(purpose, text), secretKey));
}

/** False, never thrown, also for keys and signatures that are none. */
export function verifyText(publicKey: string, purpose: Purpose, text: string, signature: string): boolean {
  const bytes = fromText(signature, signatureLength);
  if (bytes === undefined || fromText(publicKey, publicKeyLength) === undefined) return false;
  try {
    return verify(null, signed(purpose, text), publicKeyOf(publicKey), bytes);
  } catch {
    return false;
  }
}

/** For HTTP Message Signatures. Throws TypeError when the text is no public key. */
export function verifyingKeyOf(publicKey: string): VerifyingKey {
  return { algorithm: "ed25519", key: publicKeyOf(publicKey) };
}

function publicKeyOf(publicKey: string): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" });
}

function signed(purpose: Purpose, text: string): Buffer {
  return Buffer.from(`secondlock/1/${purpose}\n${text}`);
}
