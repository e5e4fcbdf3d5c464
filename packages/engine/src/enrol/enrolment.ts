import { randomBytes, randomInt } from "node:crypto";
import { toBase32 } from "./base32.ts";

/** What makes a second factor. It is shown once, and kept only on the host and in the person's app. */
export interface Enrolment {
  readonly secret: Uint8Array;
  /** Each opens once, when the phone is lost. */
  readonly scratchCodes: readonly string[];
}

/** 160 bits, as RFC 4226 (4, R6) recommends. */
const secretBytes = 20;
const scratchCodes = 5;

export function newEnrolment(): Enrolment {
  const codes = new Set<string>();
  // the host's module takes a number for a scratch code only if it has eight digits and does not begin with 0
  while (codes.size < scratchCodes) codes.add(String(randomInt(10_000_000, 100_000_000)));
  return { secret: randomBytes(secretBytes), scratchCodes: [...codes] };
}

/** The address that authenticator apps read (Key Uri Format). SHA-1, 6 digits and 30 s are what it means without saying so. */
export function otpauthUri(secret: Uint8Array, issuer: string, account: string): string {
  const [from, name] = [issuer, account].map(encodeURIComponent);
  return `otpauth://totp/${from}:${name}?secret=${toBase32(secret)}&issuer=${from}`;
}

/**
 * `~/.google_authenticator` as libpam-google-authenticator reads it. `used` is the counter of a code that somebody has
 * typed already: with DISALLOW_REUSE it opens nothing any more.
 */
export function authenticatorFile({ secret, scratchCodes: codes }: Enrolment, used?: number): string {
  return [
    toBase32(secret),
    '" RATE_LIMIT 3 30',
    '" WINDOW_SIZE 3',
    `" DISALLOW_REUSE${used === undefined ? "" : ` ${used}`}`,
    '" TOTP_AUTH',
    ...codes,
    "",
  ].join("\n");
}
