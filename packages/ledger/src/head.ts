import { createPublicKey, hash as digest, type KeyObject, sign, verify } from "node:crypto";
import { canonicalText } from "./canonical.ts";
import { isRecord } from "./entry.ts";
import { type Hash, isHash } from "./hash.ts";

/** What stands for a whole log up to one entry. Kept elsewhere, it is what nobody can rewrite the log against. */
export interface Head {
  readonly v: 1;
  /** The log's id. */
  readonly log: string;
  /** How many entries. */
  readonly size: number;
  /** The hash of the last entry; of an empty log, the hash that its first entry will name. */
  readonly last: Hash;
  /** The root of the Merkle tree over all entries (RFC 9162). */
  readonly root: Hash;
}

export interface SignedHead {
  readonly head: Head;
  /** SHA-256 of the public key's SubjectPublicKeyInfo. */
  readonly key: Hash;
  /** Ed25519 (RFC 8032), base64url. */
  readonly signature: string;
}

export type HeadVerification =
  | { readonly ok: true; readonly head: Head }
  | { readonly ok: false; readonly reason: "malformed" | "other-key" | "bad-signature" };

const longestText = 4_096;
const signatureLength = 86;
/** Set before what is signed, so that no other document's signature passes for a head's. */
const context = "secondlock ledger head v1\n";

/** Throws when the key is not an Ed25519 private key. */
export function signHead(head: Head, privateKey: KeyObject): SignedHead {
  if (privateKey.type !== "private") throw new TypeError("a head is signed with a private key");
  const signature = sign(null, signedBytes(head), ed25519(privateKey)).toString("base64url");
  return { head, key: keyId(createPublicKey(privateKey)), signature };
}

/** Takes the signed head as JSON text or as a value, from anywhere. Throws when the key is not an Ed25519 public key. */
export function verifySignedHead(signed: unknown, publicKey: KeyObject): HeadVerification {
  const parsed = parseSignedHead(signed);
  if (parsed === undefined) return { ok: false, reason: "malformed" };
  if (parsed.key !== keyId(ed25519(publicKey))) return { ok: false, reason: "other-key" };
  const good = verify(null, signedBytes(parsed.head), publicKey, Buffer.from(parsed.signature, "base64url"));
  return good ? { ok: true, head: parsed.head } : { ok: false, reason: "bad-signature" };
}

/** Undefined: this is no head. Anything beside the five members is refused: it would not be covered by the signature. */
export function parseHead(value: unknown): Head | undefined {
  if (!isRecord(value) || Object.keys(value).length !== 5) return undefined;
  const { v, log, size, last, root } = value;
  if (v !== 1 || typeof log !== "string" || log.length === 0 || log.length > 128 || !log.isWellFormed())
    return undefined;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return undefined;
  return isHash(last) && isHash(root) ? { v, log, size, last, root } : undefined;
}

function parseSignedHead(signed: unknown): SignedHead | undefined {
  const value = typeof signed === "string" ? parseJson(signed) : signed;
  if (!isRecord(value) || Object.keys(value).length !== 3) return undefined;
  const { key, signature } = value;
  const head = parseHead(value["head"]);
  if (head === undefined || !isHash(key) || typeof signature !== "string") return undefined;
  // one spelling only: the last digit of base64 has bits to spare, and whoever compares two heads as text must not be fooled
  const spelled = Buffer.from(signature, "base64url").toString("base64url");
  return signature.length === signatureLength && spelled === signature ? { head, key, signature } : undefined;
}

function parseJson(text: string): unknown {
  if (text.length > longestText) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function signedBytes(head: Head): Buffer {
  const text = canonicalText(head, { bytes: longestText, depth: 1 });
  if (!text.ok) throw new TypeError(`this is no head: ${text.reason}`);
  return Buffer.from(context + text.text);
}

function keyId(publicKey: KeyObject): Hash {
  return digest("sha256", publicKey.export({ type: "spki", format: "der" }), "hex");
}

/** A head may be checked years later, by whoever: one algorithm, named here and not in the document. */
function ed25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== "ed25519") throw new TypeError("heads are signed with Ed25519");
  return key;
}
