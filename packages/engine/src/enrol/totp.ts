import { createHmac } from "node:crypto";

/** Seconds that one code stands for (RFC 6238, 4.1). */
const step = 30;

/** One-time password for a counter: RFC 4226, 5.3. */
export function hotp(secret: Uint8Array, counter: number, digits = 6): string {
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", secret).update(moving).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  const truncated = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(truncated % 10 ** digits).padStart(digits, "0");
}

/** The counter of a moment: RFC 6238, 4.2. */
export function counterAt(seconds: number): number {
  return Math.floor(seconds / step);
}

/** The code of a moment. */
export function totp(secret: Uint8Array, seconds: number, digits = 6): string {
  return hotp(secret, counterAt(seconds), digits);
}

/**
 * The counter that a typed code belongs to: the one of the moment, or one of its neighbours, as `WINDOW_SIZE 3` of the
 * host's module takes them too. Undefined: it is wrong.
 */
export function counterOf(secret: Uint8Array, typed: string, seconds: number): number | undefined {
  const code = typed.replaceAll(/[\s-]/g, "");
  const now = counterAt(seconds);
  return [now, now - 1, now + 1].find((counter) => counter >= 0 && hotp(secret, counter) === code);
}
