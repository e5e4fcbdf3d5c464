import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Policy } from "./policy.ts";
import type { OpeningPurpose } from "./purpose.ts";
import { isWithin } from "./source.ts";
import { isOpen } from "./window.ts";

/** What a confirmer knows of one key besides its policy. */
export interface KeyState {
  readonly status: "active" | "revoked" | "shredded";
  /** The newest is the last. There are two while hosts go over from one to the next. */
  readonly epochs: readonly EpochKey[];
  /** The newest file that was opened with it, by how often that was written. */
  readonly sequence: number;
  /** Openings in all. */
  readonly opens: number;
  readonly bucket: Bucket;
}

/** The key of one epoch, as the database keeps it. It holds nothing with which an opening could be made. */
export interface EpochKey {
  readonly epoch: number;
  /** The element of RFC 9497, base64url. */
  readonly publicKey: string;
  /** The secret key, encrypted under the wrapping key: see KeyCustody. */
  readonly wrapped: string;
  readonly evaluations: number;
}

/** A token bucket: as many tokens as the policy's rate allows at once, filled evenly over its seconds. */
export interface Bucket {
  readonly tokens: number;
  /** Seconds since 1970. */
  readonly at: number;
}

/** What somebody asks for. Its signature, its nonce and its time are known to be right. */
export interface Opening {
  readonly kid: string;
  readonly epoch: number;
  readonly purpose: OpeningPurpose;
  /** How often its file was written, as the host says; 0: it makes wraps, and has none yet. */
  readonly sequence: number;
  /** Canonical, or undefined when it cannot be told. */
  readonly source: string | undefined;
  /** It waited for approvers, and was counted in the rate when it was asked for. */
  readonly isPaid: boolean;
  /** Keys of approvers who agreed to this very opening. */
  readonly approvedBy: readonly string[];
}

export type RefusedOpening =
  | "revoked"
  | "shredded"
  | "wrong-epoch"
  | "wrong-purpose"
  | "expired-policy"
  /** A newer file was opened before. Whoever has the host's keys can say otherwise: it is for hosts that lost what they remember. */
  | "older-file"
  | "wrong-source"
  | "outside-window"
  | "rate"
  | "too-many-opens"
  | "too-many-evaluations"
  /** Not a refusal for good: the opening waits for approvers. */
  | "approval-needed";

/**
 * Whether a confirmer evaluates, in the order in which it looks: what is wrong with the key, then with where, with which file and when,
 * then with how often, and the people last. Pure. `now` in seconds since 1970. The new state is written before anything is evaluated.
 */
export function decide(
  policy: Policy,
  state: KeyState,
  opening: Opening,
  now: number,
): Outcome<KeyState, RefusedOpening> {
  if (state.status !== "active") return refuse(state.status);
  const key = state.epochs.find(({ epoch }) => epoch === opening.epoch);
  if (key === undefined) return refuse("wrong-epoch");
  if (!policy.purposes.includes(opening.purpose)) return refuse("wrong-purpose");
  if (now >= Date.parse(policy.expires) / 1_000) return refuse("expired-policy");
  if (opening.source === undefined || !isWithin(opening.source, policy.sources)) {
    return refuse("wrong-source", opening.source);
  }
  if (isOlder(opening, state)) return refuse("older-file", `${opening.sequence} after ${state.sequence}`);
  if (!isOpen(policy.windows, new Date(now * 1_000))) return refuse("outside-window");
  const bucket = opening.isPaid ? state.bucket : takenFrom(state.bucket, policy.rate, now);
  if (bucket === undefined) return refuse("rate");
  if (state.opens >= policy.maximumOpens) return refuse("too-many-opens");
  if (key.evaluations >= policy.evaluationsPerEpoch) return refuse("too-many-evaluations");
  const agreed = policy.approvers.filter(({ key }) => opening.approvedBy.includes(key));
  if (agreed.length < policy.approvals) return refuse("approval-needed", `${agreed.length} of ${policy.approvals}`);
  return accept({
    ...state,
    sequence: Math.max(state.sequence, opening.sequence),
    opens: state.opens + 1,
    epochs: state.epochs.map((each) => (each === key ? { ...key, evaluations: key.evaluations + 1 } : each)),
    bucket,
  });
}

function isOlder({ sequence, purpose }: Opening, state: KeyState): boolean {
  return sequence < state.sequence && !(sequence === 0 && purpose === "edit");
}

/** A bucket that nobody has taken from. */
export function fullBucket({ opens }: Policy["rate"], now: number): Bucket {
  return { tokens: opens, at: now };
}

/** A bucket with one token less; undefined where there is none. */
export function takenFrom(bucket: Bucket, rate: Policy["rate"], now: number): Bucket | undefined {
  const { tokens, at } = filled(bucket, rate, now);
  return tokens < 1 ? undefined : { tokens: tokens - 1, at };
}

/** A clock that goes back fills nothing, and what was filled once is not filled again. */
function filled({ tokens, at }: Bucket, { opens, seconds }: Policy["rate"], now: number): Bucket {
  const since = Math.max(0, now - at);
  return { tokens: Math.min(opens, tokens + (since * opens) / seconds), at: Math.max(at, now) };
}
