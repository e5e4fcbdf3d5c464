import { canonicalText, digestOf, readCanonical } from "../canonical.ts";
import { isBytes, isCount, isListOf, isName, isObject, isOneOf, isTime, type Shape } from "../file/shape.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { type Owners, type SignedText, signersOf } from "./owners.ts";
import { type OpeningPurpose, purposes } from "./purpose.ts";
import { isRange } from "./source.ts";
import { isHour, isZone, type Window } from "./window.ts";

/** Who may approve. */
export interface Approver {
  readonly name: string;
  /** Ed25519, base64url. */
  readonly key: string;
}

/** When a confirmer evaluates for one key, and for whom. Signed by owners; every opening names its digest. */
export interface Policy {
  /** Rises with each change. */
  readonly version: number;
  /** The key that it is for. */
  readonly kid: string;
  /** Ed25519 of the one host that may ask, base64url. The confirmer knows it by nothing else. */
  readonly hostKey: string;
  /** Ranges that the host asks from. An address only ever refuses (R062): it is never enough. */
  readonly sources: readonly string[];
  /** Proxies of the confirmer's own, whose X-Forwarded-For is believed. */
  readonly proxies: readonly string[];
  /** None: always. */
  readonly windows: readonly Window[];
  readonly rate: { readonly opens: number; readonly seconds: number };
  /** Openings in all. */
  readonly maximumOpens: number;
  /** Evaluations with one epoch's key, 10,000 at most: ristretto arithmetic with a long-lived secret is not blinded. */
  readonly evaluationsPerEpoch: number;
  /** `2027-11-21T00:00:00Z` */
  readonly expires: string;
  /** How many of the approvers have to agree to each opening. */
  readonly approvals: number;
  readonly approvers: readonly Approver[];
  readonly purposes: readonly OpeningPurpose[];
  /** Seconds for which a confirmer that cannot reach the others goes by what it knows; after them it refuses. */
  readonly lease: number;
}

/** The text of a policy and the owners who signed it. */
export type SignedPolicy = SignedText;

const mostEvaluations = 10_000;
const longestLease = 86_400;
const upTo =
  (most: number): Shape =>
  (value) =>
    isCount(value) && (value as number) <= most;
const isText =
  (fits: (text: string) => boolean): Shape =>
  (value) =>
    typeof value === "string" && fits(value);
const isRangeList = isListOf(isText(isRange), 32);

const fits = isObject({
  version: isCount,
  kid: isBytes(16),
  hostKey: isBytes(32),
  sources: isRangeList,
  proxies: isRangeList,
  windows: isListOf(
    isObject({
      days: isListOf(isOneOf(1, 2, 3, 4, 5, 6, 7), 7),
      from: isHour,
      to: isHour,
      zone: isZone,
    }),
    16,
    (window) => canonicalText(window),
  ),
  rate: isObject({ opens: isCount, seconds: upTo(86_400) }),
  maximumOpens: isCount,
  evaluationsPerEpoch: upTo(mostEvaluations),
  expires: isTime,
  approvals: (value) => value === 0 || upTo(8)(value),
  approvers: isListOf(isObject({ name: isName, key: isBytes(32) }), 16, (approver) => (approver as Approver).key),
  purposes: isListOf(isOneOf(...purposes), purposes.length),
  lease: upTo(longestLease),
});

export type PolicyReason =
  | "malformed-policy"
  /** No policy, or not one that can ever be met. */
  | "unsatisfiable-policy"
  /** Not signed by an owner, or by one only where it allows more than the one before. */
  | "not-the-owners-policy"
  /** Its version is not higher than the one before. */
  | "older-policy"
  /** For another key. */
  | "foreign-policy";

/** Reads the text of a policy. Refuses with `malformed-policy` and `unsatisfiable-policy`. */
export function readPolicy(text: string): Outcome<Policy, PolicyReason> {
  const content = readCanonical(text);
  if (!fits(content)) return refuse("malformed-policy");
  const policy = content as Policy;
  if (policy.sources.length === 0) return refuse("unsatisfiable-policy", "sources");
  if (policy.purposes.length === 0) return refuse("unsatisfiable-policy", "purposes");
  if (policy.approvals > policy.approvers.length) return refuse("unsatisfiable-policy", "approvals");
  // who has the host's key must not be able to agree with himself
  if (policy.approvers.some(({ key }) => key === policy.hostKey)) return refuse("unsatisfiable-policy", "approvers");
  return accept(policy);
}

/** Of a policy that was accepted before. */
export function policyOf({ text }: SignedPolicy): Policy {
  return JSON.parse(text) as Policy;
}

/** What a wrap and every opening name. */
export function policyDigest({ text }: SignedPolicy): string {
  return digestOf(text);
}

/**
 * Whether a policy may take the place of another: its owners signed it, and two of them where it allows anything more than the one
 * before, if there are two. Checked at each opening again, so that nobody widens a policy by writing into the database.
 */
export function acceptPolicy(
  signed: SignedPolicy,
  owners: Owners,
  before: Policy | undefined,
): Outcome<Policy, PolicyReason> {
  const read = readPolicy(signed.text);
  if (!read.ok) return read;
  const policy = read.value;
  if (before !== undefined && before.kid !== policy.kid) return refuse("foreign-policy");
  if (before !== undefined && before.version >= policy.version) return refuse("older-policy");
  const agreed = signersOf(signed, "policy", owners);
  const needed = before !== undefined && widens(before, policy).length > 0 ? Math.min(2, owners.owners.length) : 1;
  return agreed.length >= Math.max(1, needed) ? accept(policy) : refuse("not-the-owners-policy");
}

/** In what a policy allows more than the one before. What cannot be told to allow less counts as more. */
export function widens(before: Policy, after: Policy): readonly (keyof Policy)[] {
  const more = <T>(one: readonly T[], other: readonly T[]): boolean => {
    const known = new Set(one.map((each) => canonicalText(each)));
    return other.some((each) => !known.has(canonicalText(each)));
  };
  const wider: Readonly<Partial<Record<keyof Policy, boolean>>> = {
    hostKey: before.hostKey !== after.hostKey,
    sources: more(before.sources, after.sources),
    // one less is another client address for all behind it
    proxies: canonicalText(before.proxies) !== canonicalText(after.proxies),
    windows: before.windows.length > 0 && (after.windows.length === 0 || more(before.windows, after.windows)),
    rate:
      after.rate.opens > before.rate.opens ||
      after.rate.opens / after.rate.seconds > before.rate.opens / before.rate.seconds,
    maximumOpens: after.maximumOpens > before.maximumOpens,
    evaluationsPerEpoch: after.evaluationsPerEpoch > before.evaluationsPerEpoch,
    expires: after.expires > before.expires,
    approvals: after.approvals < before.approvals,
    approvers: before.approvals > 0 && more(before.approvers, after.approvers),
    purposes: more(before.purposes, after.purposes),
    lease: after.lease > before.lease,
  };
  return Object.entries(wider).flatMap(([name, is]) => (is ? [name as keyof Policy] : []));
}
