import { hash } from "node:crypto";
import type { Ristretto } from "./ristretto.ts";

// RFC 9497, ristretto255-SHA512 in the mode VOPRF (sections 3.1 and 4.1), and what RFC 9380 calls expand_message_xmd

/** `"OPRFV1-" || I2OSP(mode, 1) || "-" || identifier`; the mode of VOPRF is 1. */
export const context = "OPRFV1-\u0001-ristretto255-SHA512";

export function hashToScalar(group: Ristretto, message: Uint8Array): Buffer {
  return group.reduced(expanded(message, `HashToScalar-${context}`));
}

export function hashToGroup(group: Ristretto, message: Uint8Array): Buffer {
  return group.derived(expanded(message, `HashToGroup-${context}`));
}

/** With its length before it, in two bytes. */
export function prefixed(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

export function sha512(bytes: Uint8Array): Buffer {
  return hash("sha512", bytes, "buffer");
}

/** Bytes of a block of SHA-512. */
const block = Buffer.alloc(128);

/** expand_message_xmd (RFC 9380 section 5.3.1) with SHA-512, to 64 bytes, which is one block of its output. */
function expanded(message: Uint8Array, tag: string): Buffer {
  const name = Buffer.from(tag, "latin1");
  const suffix = Buffer.concat([name, Buffer.from([name.length])]);
  const first = sha512(Buffer.concat([block, message, Buffer.from([0, 64, 0]), suffix]));
  return sha512(Buffer.concat([first, Buffer.from([1]), suffix]));
}
