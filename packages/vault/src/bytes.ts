import { randomBytes } from "node:crypto";

/** Bytes as base64url without padding (RFC 4648 section 5). */
export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

/** The bytes of canonical base64url; undefined for other text, and for another number of bytes where one is given. */
export function fromText(text: string, length?: number): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return toText(bytes) === text && (length === undefined || bytes.length === length) ? bytes : undefined;
}

/** Random bytes as text that somebody types: no command line takes it for an option. */
export function typedBytes(length: number): string {
  const text = toText(randomBytes(length));
  return text.startsWith("-") ? typedBytes(length) : text;
}
