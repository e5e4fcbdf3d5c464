import { readCanonical } from "../canonical.ts";
import { isBytes, isCount, isObject, isOneOf } from "../file/shape.ts";
import { elementLength } from "../oprf/voprf.ts";
import { type Outcome, refuse } from "../outcome.ts";
import { type OpeningPurpose, purposes } from "./purpose.ts";

/** What a host sends to open, as canonical JSON; whoever sends it signs it. */
export interface AskedOpening {
  /** Of this start of the host: 16 random bytes of the kernel, hashed. */
  readonly boot: string;
  /** The blinded element, base64url. */
  readonly element: string;
  readonly epoch: number;
  readonly kid: string;
  /** Digest of the policy in the wrap. */
  readonly policy: string;
  readonly purpose: OpeningPurpose;
}

/** What the confirmer answers, as canonical JSON, signed and bound to the request. */
export interface AnsweredOpening {
  readonly kid: string;
  readonly epoch: number;
  readonly element: string;
  readonly proof: string;
  /** Digest of the policy that was applied. */
  readonly policy: string;
  /** The entry of the log that says so: its number and its hash. */
  readonly logged: { readonly seq: number; readonly hash: string };
}

/** What the two signatures are for (RFC 9421 7.2.7). */
export const openingTag = "secondlock-open";
export const answerTag = "secondlock-opened";

/** Where one key is opened, below the confirmer's origin. */
export function openingPath(kid: string): string {
  return `/v1/keys/${kid}/open`;
}

/** Bytes of a request. Beyond: refused before it is read. */
export const longestOpening = 1_024;

const isAsked = isObject({
  boot: isBytes(32),
  element: isBytes(elementLength),
  epoch: isCount,
  kid: isBytes(16),
  policy: isBytes(32),
  purpose: isOneOf(...purposes),
});

const isAnswered = isObject({
  kid: isBytes(16),
  epoch: isCount,
  element: isBytes(elementLength),
  proof: isBytes(2 * elementLength),
  policy: isBytes(32),
  logged: isObject({
    seq: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
    hash: (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value),
  }),
});

export function readAsked(body: Buffer): Outcome<AskedOpening, "malformed-opening"> {
  const content = readCanonical(body.toString("utf8"));
  return isAsked(content) ? { ok: true, value: content as AskedOpening } : refuse("malformed-opening");
}

export function readAnswered(body: Buffer): Outcome<AnsweredOpening, "malformed-answer"> {
  const content = readCanonical(body.toString("utf8"));
  return isAnswered(content) ? { ok: true, value: content as AnsweredOpening } : refuse("malformed-answer");
}
