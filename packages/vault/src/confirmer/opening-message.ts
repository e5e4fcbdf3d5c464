import { readCanonical } from "../canonical.ts";
import { isBytes, isCount, isObject, isOneOf } from "../file/shape.ts";
import { elementLength } from "../oprf/ristretto.ts";
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
  /** How often the file was written, by its last line; 0 for who makes wraps, and has no file yet. */
  readonly sequence: number;
  /** Of the confirmer, in place of the time: see makeChallenge. */
  readonly challenge?: string;
}

/** An opening that waits for approvers. The host asks again, and keeps its blind. */
export interface WaitingAnswer {
  /** Names it: 16 random bytes, base64url. */
  readonly handle: string;
  /** Seconds since 1970, by the confirmer's clock. */
  readonly expires: number;
}

/** What a confirmer answers, signed: 200 with what was asked for, or 202 with a handle. */
export interface Answer {
  readonly status: 200 | 202;
  readonly content: object;
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
export const pollTag = "secondlock-poll";

/** Where one key is opened, below the confirmer's origin. */
export function openingPath(kid: string): string {
  return `/v1/keys/${kid}/open`;
}

/** Where a host without a clock gets what stands for the time. */
export const challengePath = "/v1/challenges";

/** Where a host asks what became of an opening that waits. Its body is `{"handle":...}`, its tag the poll's. */
export function waitingPath(handle: string): string {
  return `/v1/openings/${handle}`;
}

/** Bytes of a challenge. */
export const challengeLength = 32;

/** Bytes of a request. Beyond: refused before it is read. */
export const longestOpening = 1_024;

const members = {
  boot: isBytes(32),
  element: isBytes(elementLength),
  epoch: isCount,
  kid: isBytes(16),
  policy: isBytes(32),
  purpose: isOneOf(...purposes),
  sequence: (value: unknown) => value === 0 || isCount(value),
};
const isTimed = isObject(members);
const isChallenged = isObject({ ...members, challenge: isBytes(challengeLength) });

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
  return isTimed(content) || isChallenged(content)
    ? { ok: true, value: content as AskedOpening }
    : refuse("malformed-opening");
}

export function readAnswered(body: Buffer): Outcome<AnsweredOpening, "malformed-answer"> {
  const content = readCanonical(body.toString("utf8"));
  return isAnswered(content) ? { ok: true, value: content as AnsweredOpening } : refuse("malformed-answer");
}
