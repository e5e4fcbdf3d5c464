import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Policy } from "./policy.ts";
import type { OpeningPurpose } from "./purpose.ts";
import { isWithin } from "./source.ts";
import { isOpen } from "./window.ts";

/** What a confirmer knows of one key besides its policy. */
export interface KeyState {
  readonly status: "active" | "revoked" | "shredded";
  readonly epoch: number;
  /** Openings in all, and evaluations with this epoch's key. */
  readonly opens: number;
  readonly evaluations: number;
  readonly bucket: Bucket;
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
  /** Digest of the policy that the host goes by. */
  readonly policy: string;
  /** Canonical, or undefined when it cannot be told. */
  readonly source: string | undefined;
  /** Keys of approvers who agreed to this very opening. */
  readonly approvedBy: readonly string[];
}

export type RefusedOpening =
  | "revoked"
  | "shredded"
  | "wrong-epoch"
  | "wrong-policy"
  | "wrong-purpose"
  | "expired-policy"
  | "wrong-source"
  | "outside-window"
  | "rate"
  | "too-many-opens"
  | "too-many-evaluations"
  /** Not a refusal for good: the opening waits for approvers. */
  | "approval-needed";

/**
 * Whether a confirmer evaluates, in the order in which it looks: what is wrong with the key, then with where and when, then with how
 * often, and the people last. Pure. `now` in seconds since 1970. The new state is written before anything is evaluated.
 */
export function decide(
  policy: Policy,
  policyDigest: string,
  state: KeyState,
  opening: Opening,
  now: number,
): Outcome<KeyState, RefusedOpening> {
  if (state.status !== "active") return refuse(state.status);
  if (opening.epoch !== state.epoch) return refuse("wrong-epoch");
  if (opening.policy !== policyDigest) return refuse("wrong-policy");
  if (!policy.purposes.includes(opening.purpose)) return refuse("wrong-purpose");
  if (now >= Date.parse(policy.expires) / 1_000) return refuse("expired-policy");
  if (opening.source === undefined || !isWithin(opening.source, policy.sources)) {
    return refuse("wrong-source", opening.source);
  }
  if (!isOpen(policy.windows, new Date(now * 1_000))) return refuse("outside-window");
  const bucket = filled(state.bucket, policy.rate, now);
  if (bucket.tokens < 1) return refuse("rate");
  if (state.opens >= policy.maximumOpens) return refuse("too-many-opens");
  if (state.evaluations >= policy.evaluationsPerEpoch) return refuse("too-many-evaluations");
  const agreed = policy.approvers.filter(({ key }) => opening.approvedBy.includes(key));
  if (agreed.length < policy.approvals) return refuse("approval-needed", `${agreed.length} of ${policy.approvals}`);
  return accept({
    ...state,
    opens: state.opens + 1,
    evaluations: state.evaluations + 1,
    bucket: { tokens: bucket.tokens - 1, at: bucket.at },
  });
}

/** A bucket that nobody has taken from. */
export function fullBucket({ opens }: Policy["rate"], now: number): Bucket {
  return { tokens: opens, at: now };
}

/** A clock that goes back fills nothing, and what was filled once is not filled again. */
function filled({ tokens, at }: Bucket, { opens, seconds }: Policy["rate"], now: number): Bucket {
  const since = Math.max(0, now - at);
  return { tokens: Math.min(opens, tokens + (since * opens) / seconds), at: Math.max(at, now) };
}
