/** RFC 4648 section 4 without padding, as age writes it. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}

/** The bytes of canonical base64 without padding; undefined for any other text, also where the bits left over are not zero. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return toBase64(bytes) === text ? bytes : undefined;
}
