import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { accept, type Outcome, refuse } from "./outcome.ts";

const chunk = 64 * 1_024;
const tag = 16;
const nonceLength = 16;
const cipher = "chacha20-poly1305";

/** Encrypts bytes in chunks of 64 KiB, each with its own place, the last one marked (STREAM, as age uses it). */
export function encryptPayload(fileKey: Buffer, plaintext: Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength);
  const key = payloadKey(fileKey, nonce);
  const parts: Buffer[] = [nonce];
  for (const { n, start, last } of chunks(plaintext.length, chunk)) {
    const encrypt = createCipheriv(cipher, key, placeOf(n, last), { authTagLength: tag });
    parts.push(encrypt.update(plaintext.subarray(start, start + chunk)), encrypt.final(), encrypt.getAuthTag());
  }
  return Buffer.concat(parts);
}

/** All of the bytes, or none. Refuses with `payload-changed`, and with `malformed-header` where there is no nonce. */
export function decryptPayload(fileKey: Buffer, payload: Buffer): Outcome<Buffer> {
  // the format counts the nonce to the header
  if (payload.length < nonceLength) return refuse("malformed-header");
  const key = payloadKey(fileKey, payload.subarray(0, nonceLength));
  const body = payload.subarray(nonceLength);
  const parts: Buffer[] = [];
  for (const { n, start, last } of chunks(body.length, chunk + tag)) {
    const sealed = body.subarray(start, start + chunk + tag);
    const ends = sealed.length - tag;
    // nothing in it, and yet not all there is
    if (ends < 0 || (ends === 0 && n > 0)) return refuse("payload-changed");
    const decrypt = createDecipheriv(cipher, key, placeOf(n, last), { authTagLength: tag });
    decrypt.setAuthTag(sealed.subarray(ends));
    try {
      parts.push(decrypt.update(sealed.subarray(0, ends)), decrypt.final());
    } catch {
      return refuse("payload-changed");
    }
  }
  return accept(Buffer.concat(parts));
}

/** One chunk at least; the last is full when the length is a multiple. */
function* chunks(length: number, size: number): Generator<{ n: number; start: number; last: boolean }> {
  const count = Math.max(1, Math.ceil(length / size));
  for (let n = 0; n < count; n++) yield { n, start: n * size, last: n === count - 1 };
}

/** The nonce of a chunk: 11 bytes of its number, and a byte that is 1 for the last. */
function placeOf(n: number, last: boolean): Buffer {
  const place = Buffer.alloc(12);
  place.writeUIntBE(n, 5, 6);
  place[11] = last ? 1 : 0;
  return place;
}

function payloadKey(fileKey: Buffer, nonce: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", fileKey, nonce, "payload", 32));
}
