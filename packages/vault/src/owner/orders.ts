import { canonicalText } from "../canonical.ts";
import { approvalPath, approvalTag, waitingListPath } from "../confirmer/approval.ts";
import {
  type EnrolmentCode,
  enrolmentPath,
  enrolmentProof,
  enrolmentTag,
  fingerprintOf,
} from "../confirmer/enrolment.ts";
import type { ToldKey } from "../confirmer/key-told.ts";
import { type Order, orderPath, orderTag } from "../confirmer/order.ts";
import type { Seen } from "../confirmer/owner-orders.ts";
import type { Owners, SignedText } from "../confirmer/owners.ts";
import type { Policy } from "../confirmer/policy.ts";
import type { Revocation } from "../confirmer/revocation.ts";
import { type Signer, signText } from "../keys/signing.ts";
import { type Outcome, refuse } from "../outcome.ts";
import { exchange, type ExchangeReason, type KnownConfirmer, type Send } from "./exchange.ts";

/** An owner of a confirmer, and the way to it. */
export interface Owning {
  readonly confirmer: KnownConfirmer;
  readonly signer: Signer;
  readonly send: Send;
}

type Ordered<T> = Promise<Outcome<T, ExchangeReason>>;

/** Carries an order to its confirmer. */
async function order<T>({ confirmer, signer, send }: Owning, content: Order): Ordered<T> {
  return (await exchange(confirmer, signer, { path: orderPath, tag: orderTag, content }, send)) as Outcome<
    T,
    ExchangeReason
  >;
}

/** A text that several owners have to sign: each adds his name to it. */
export function addSignature(
  signed: SignedText,
  purpose: "policy" | "owners" | "revocation",
  signer: Signer,
): SignedText {
  const others = signed.signatures.filter(({ owner }) => owner !== signer.publicKey);
  const own = { owner: signer.publicKey, signature: signText(signer, purpose, signed.text) };
  return { text: signed.text, signatures: [...others, own] };
}

export function signPolicy(policy: Policy, signer: Signer): SignedText {
  return addSignature({ text: canonicalText(policy), signatures: [] }, "policy", signer);
}

/** Makes the key that a policy names. */
export const makeKeyThere = (owning: Owning, policy: SignedText): Ordered<ToldKey> =>
  order(owning, { order: "make-key", policy });

/** Puts a policy in the place of the one before, which may be named for so many more seconds. */
export const setPolicyThere = (owning: Owning, policy: SignedText, grace: number): Ordered<ToldKey> =>
  order(owning, { order: "set-policy", policy, grace });

export const beginEpochThere = (owning: Owning, kid: string, epoch: number): Ordered<ToldKey> =>
  order(owning, { order: "begin-epoch", kid, epoch });

export const finishEpochThere = (owning: Owning, kid: string, epoch: number): Ordered<ToldKey> =>
  order(owning, { order: "finish-epoch", kid, epoch });

export const shredThere = (owning: Owning, kid: string): Ordered<ToldKey> => order(owning, { order: "shred", kid });

export const lookThere = (owning: Owning): Ordered<Seen> => order(owning, { order: "look" });

export const setOwnersThere = (owning: Owning, owners: SignedText): Ordered<Owners> =>
  order(owning, { order: "set-owners", owners });

export const setPeersThere = (
  owning: Owning,
  peers: readonly { readonly origin: string; readonly key: string }[],
): Ordered<object> => order(owning, { order: "set-peers", peers });

/** Signed once, for all confirmers: they pass it on to each other. */
export function signRevocation(kids: readonly string[], signer: Signer, at: Date): SignedText {
  const revocation: Revocation = { kids, at: `${at.toISOString().slice(0, 19)}Z` };
  return addSignature({ text: canonicalText(revocation), signatures: [] }, "revocation", signer);
}

export const revokeThere = (owning: Owning, revocation: SignedText): Ordered<{ readonly revoked: readonly string[] }> =>
  order(owning, { order: "revoke", revocation });

/** Becomes the first owner. Refuses with `another-fingerprint` before anything is sent, when the code is another confirmer's. */
export async function enrolThere(
  { confirmer, signer, send }: Owning,
  name: string,
  { secret, fingerprint }: EnrolmentCode,
): Promise<Outcome<Owners, ExchangeReason | "another-fingerprint">> {
  if (fingerprintOf(confirmer.key) !== fingerprint) return refuse("another-fingerprint", confirmer.confirmer);
  const key = signer.publicKey;
  const content = { name, key, proof: enrolmentProof(secret, { name, key, confirmer: confirmer.key }) };
  return (await exchange(confirmer, signer, { path: enrolmentPath, tag: enrolmentTag, content }, send)) as Outcome<
    Owners,
    ExchangeReason
  >;
}

/** An opening that waits for the one who asks. */
export interface WaitingForYou {
  readonly handle: string;
  readonly request: string;
  readonly policy: string;
  readonly kid: string;
  readonly purpose: string;
  readonly asked: number;
  readonly expires: number;
  readonly approvals: number;
}

export const waitingThere = async ({
  confirmer,
  signer,
  send,
}: Owning): Ordered<{ readonly openings: readonly WaitingForYou[] }> =>
  (await exchange(confirmer, signer, { path: waitingListPath, tag: approvalTag, content: {} }, send)) as Outcome<
    { readonly openings: readonly WaitingForYou[] },
    ExchangeReason
  >;

/** Says yes to one opening. The signature covers that one request, its policy and its end. */
export async function approveThere(
  { confirmer, signer, send }: Owning,
  { handle, request, policy, expires }: WaitingForYou,
): Ordered<{ readonly approvals: number; readonly needed: number }> {
  const signature = signText(signer, "approval", canonicalText({ handle, request, policy, expires }));
  const content = { handle, signature };
  return (await exchange(confirmer, signer, { path: approvalPath, tag: approvalTag, content }, send)) as Outcome<
    { readonly approvals: number; readonly needed: number },
    ExchangeReason
  >;
}
