import { hash } from "node:crypto";
import canonicalize from "canonicalize";

/** The RFC 8785 text of plain JSON. Throws TypeError for what is none. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("this is no JSON");
  return text;
}

/** What a text says; undefined unless it is the one canonical text of that: no spaces, no member twice, no other order. */
export function readCanonical(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalize(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** SHA-256 of a text or of bytes, base64url: 43 characters. */
export function digestOf(content: string | Uint8Array): string {
  return hash("sha256", content, "base64url");
}
