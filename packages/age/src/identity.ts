import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { bech32 } from "@scure/base";
import { accept, type Outcome, refuse } from "./outcome.ts";
import { keyLength, publicKeyOf, rawBytes, secretKeyOf, sharedSecret } from "./x25519.ts";

/** Who can open. The text of one is `AGE-SECRET-KEY-1...`. */
export interface Identity {
  readonly secretKey: KeyObject;
  readonly recipient: Recipient;
}

/** Whom a file is for. */
export interface Recipient {
  readonly publicKey: KeyObject;
  /** `age1...` */
  readonly text: string;
}

export function generateIdentity(): Identity {
  return identityOf(generateKeyPairSync("x25519").privateKey);
}

/** Of the 32 bytes of an X25519 secret key. Throws RangeError for another number of bytes. */
export function identityOfBytes(bytes: Uint8Array): Identity {
  if (bytes.length !== keyLength) throw new RangeError(`an X25519 secret key has ${keyLength} bytes`);
  return identityOf(secretKeyOf(bytes));
}

/** `AGE-SECRET-KEY-1...`, a secret. */
export function identityText(identity: Identity): string {
  return bech32.encodeFromBytes(secretPrefix, identityBytes(identity)).toUpperCase();
}

/** The 32 bytes of the secret key. */
export function identityBytes({ secretKey }: Identity): Buffer {
  return rawBytes(secretKey);
}

/** Reads `AGE-SECRET-KEY-1...`. Refuses with `malformed-identity`. */
export function parseIdentity(text: string): Outcome<Identity> {
  const bytes = text === text.toUpperCase() ? decoded(secretPrefix, text.toLowerCase()) : undefined;
  return bytes === undefined ? refuse("malformed-identity") : accept(identityOfBytes(bytes));
}

/** Reads `age1...`. Refuses with `malformed-recipient`, also points of small order. */
export function parseRecipient(text: string): Outcome<Recipient> {
  const bytes = text === text.toLowerCase() ? decoded(publicPrefix, text) : undefined;
  if (bytes === undefined) return refuse("malformed-recipient");
  const publicKey = publicKeyOf(bytes);
  const usable = sharedSecret(anySecretKey, publicKey) !== undefined;
  return usable ? accept({ publicKey, text }) : refuse("malformed-recipient");
}

/** Every scalar is a multiple of 8 (RFC 7748 section 5), so that a point of small order shows with any: nothing is kept secret with it. */
const anySecretKey = secretKeyOf(Buffer.alloc(keyLength, 1));
const secretPrefix = "age-secret-key-";
const publicPrefix = "age";

function identityOf(secretKey: KeyObject): Identity {
  const publicKey = createPublicKey(secretKey);
  return { secretKey, recipient: { publicKey, text: bech32.encodeFromBytes(publicPrefix, rawBytes(publicKey)) } };
}

function decoded(prefix: string, text: string): Uint8Array | undefined {
  const read = bech32.decodeUnsafe(text);
  if (read?.prefix !== prefix) return undefined;
  const bytes = bech32.fromWordsUnsafe(read.words);
  return bytes?.length === keyLength ? bytes : undefined;
}
