import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { parseHeader, writeHeader, writeMac } from "./header.ts";
import type { Identity, Recipient } from "./identity.ts";
import { type Outcome, refuse } from "./outcome.ts";
import { decryptPayload, encryptPayload } from "./payload.ts";
import { fileKeyLength, unwrapFileKey, wrapFileKey } from "./recipient-stanza.ts";

/**
 * A file of age v1 (https://age-encryption.org/v1) that each of the recipients can open alone, also with the program `age`.
 * Throws TypeError when there is no recipient.
 */
export function encryptFile(plaintext: Uint8Array, recipients: readonly Recipient[]): Buffer {
  if (recipients.length === 0) throw new TypeError("a file that nobody can open is lost");
  const fileKey = randomBytes(fileKeyLength);
  const header = writeHeader(recipients.map((recipient) => wrapFileKey(fileKey, recipient)));
  return Buffer.concat([header, writeMac(macOf(fileKey, header)), encryptPayload(fileKey, plaintext)]);
}

/** Everything that is in a file, or nothing. Refuses with `malformed-header`, `no-match`, `header-changed` and `payload-changed`. */
export function decryptFile(file: Buffer, identity: Identity): Outcome<Buffer> {
  const header = parseHeader(file);
  if (!header.ok) return header;
  const { stanzas, authenticated, mac, end } = header.value;
  // a passphrase goes alone: beside other stanzas it would let who knows it pass for a recipient
  if (stanzas.length > 1 && stanzas.some(({ args }) => args[0] === "scrypt")) return refuse("malformed-header");
  for (const stanza of stanzas) {
    const fileKey = unwrapFileKey(stanza, identity);
    if (!fileKey.ok) return fileKey;
    if (fileKey.value === undefined) continue;
    return timingSafeEqual(macOf(fileKey.value, authenticated), mac)
      ? decryptPayload(fileKey.value, file.subarray(end))
      : refuse("header-changed");
  }
  return refuse("no-match");
}

function macOf(fileKey: Buffer, header: Buffer): Buffer {
  const key = Buffer.from(hkdfSync("sha256", fileKey, "", "header", 32));
  return createHmac("sha256", key).update(header).digest();
}
