import { createCipheriv, createDecipheriv, generateKeyPairSync, hkdfSync, type KeyObject } from "node:crypto";
import { fromBase64, toBase64 } from "./base64.ts";
import type { Stanza } from "./header.ts";
import type { Identity, Recipient } from "./identity.ts";
import { accept, type Outcome, refuse } from "./outcome.ts";
import { keyLength, publicKeyOf, rawBytes, sharedSecret } from "./x25519.ts";

const type = "X25519";
export const fileKeyLength = 16;
const tagLength = 16;
// each wrap key is used once
const nonce = Buffer.alloc(12);
const cipher = "chacha20-poly1305";

/** The file key, wrapped for one recipient under a key of this very stanza. */
export function wrapFileKey(fileKey: Buffer, recipient: Recipient): Stanza {
  const ephemeral = generateKeyPairSync("x25519");
  const share = rawBytes(ephemeral.publicKey);
  const key = wrapKey(ephemeral.privateKey, recipient.publicKey, share, rawBytes(recipient.publicKey));
  // parseRecipient has refused such a point, and an identity has none
  if (key === undefined) throw new TypeError("the recipient is a point of small order");
  const encrypt = createCipheriv(cipher, key, nonce, { authTagLength: tagLength });
  const body = Buffer.concat([encrypt.update(fileKey), encrypt.final(), encrypt.getAuthTag()]);
  return { args: [type, toBase64(share)], body };
}

/** The file key; undefined when the stanza is for somebody else. Refuses with `malformed-header` what no age writes. */
export function unwrapFileKey({ args, body }: Stanza, identity: Identity): Outcome<Buffer | undefined> {
  if (args[0] !== type) return accept(undefined);
  const share = fromBase64(args[1] ?? "");
  if (args.length !== 2 || share?.length !== keyLength) return refuse("malformed-header");
  if (body.length !== fileKeyLength + tagLength) return refuse("malformed-header");
  const key = wrapKey(identity.secretKey, publicKeyOf(share), share, rawBytes(identity.recipient.publicKey));
  if (key === undefined) return refuse("malformed-header");
  const decrypt = createDecipheriv(cipher, key, nonce, { authTagLength: tagLength });
  decrypt.setAuthTag(body.subarray(fileKeyLength));
  try {
    return accept(Buffer.concat([decrypt.update(body.subarray(0, fileKeyLength)), decrypt.final()]));
  } catch {
    return accept(undefined);
  }
}

function wrapKey(secret: KeyObject, other: KeyObject, share: Buffer, recipient: Buffer): Buffer | undefined {
  const shared = sharedSecret(secret, other);
  if (shared === undefined) return undefined;
  const salt = Buffer.concat([share, recipient]);
  return Buffer.from(hkdfSync("sha256", shared, salt, "age-encryption.org/v1/X25519", 32));
}
