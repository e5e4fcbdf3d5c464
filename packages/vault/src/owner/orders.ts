import type { KnownConfirmer } from "../file/wrap.ts";
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
import { type Owners, ownersText, type SignedText } from "../confirmer/owners.ts";
import type { Peers } from "../confirmer/peers.ts";
import { type Policy, policyDigest, policyOf } from "../confirmer/policy.ts";
import type { Revocation } from "../confirmer/revocation.ts";
import type { Shape } from "../file/shape.ts";
import { type Signer, signText } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import {
  isApproved,
  isOwners,
  isPeers,
  isRevoked,
  isSeen,
  isToldKey,
  isWaitingList,
  type WaitingForYou,
} from "./answers.ts";
import { exchange, type ExchangeReason, type Request, type Send } from "./exchange.ts";

/** An owner of a confirmer, and the way to it. */
export interface Owning {
  readonly confirmer: KnownConfirmer;
  readonly signer: Signer;
  readonly send: Send;
}

type Ordered<T> = Promise<Outcome<T, ExchangeReason>>;

/** Asks a confirmer, and believes of its answer only the shape that it has to have. */
async function told<T>({ confirmer, signer, send }: Owning, request: Request, fits: Shape): Ordered<T> {
  const answer = await exchange(confirmer, signer, request, send);
  if (!answer.ok) return answer;
  return fits(answer.value) ? accept(answer.value as T) : refuse("malformed-answer", confirmer.confirmer);
}

/** Carries an order to its confirmer. */
async function order<T>(owning: Owning, content: Order, fits: Shape): Ordered<T> {
  return await told<T>(owning, { path: orderPath, tag: orderTag, content }, fits);
}

/** An order about one key, which the answer has to be about as well. */
async function orderKey(owning: Owning, about: Partial<ToldKey>, content: Order): Ordered<ToldKey> {
  return await order<ToldKey>(
    owning,
    content,
    (value) => isToldKey(value) && value.kid === about.kid && (about.policy ?? value.policy) === value.policy,
  );
}

/** A text that several owners have to sign: each adds his name to it. */
export function addSignature(
  signed: SignedText,
  purpose: "policy" | "owners" | "peers" | "revocation",
  signer: Signer,
): SignedText {
  const others = signed.signatures.filter(({ owner }) => owner !== signer.publicKey);
  const own = { owner: signer.publicKey, signature: signText(signer, purpose, signed.text) };
  return { text: signed.text, signatures: [...others, own] };
}

export function signPolicy(policy: Policy, signer: Signer): SignedText {
  return addSignature({ text: canonicalText(policy), signatures: [] }, "policy", signer);
}

/** A list of owners, with a signature more than those that it has. Its `confirmer` is the key of the one that they own. */
export function signOwners(owners: Owners, signer: Signer, signatures: SignedText["signatures"] = []): SignedText {
  return addSignature({ text: ownersText(owners), signatures }, "owners", signer);
}

/** The same for a list of peers. */
export function signPeers(peers: Peers, signer: Signer, signatures: SignedText["signatures"] = []): SignedText {
  return addSignature({ text: canonicalText(peers), signatures }, "peers", signer);
}

/** Makes the key that a policy names. */
export const makeKeyThere = (owning: Owning, policy: SignedText): Ordered<ToldKey> =>
  orderKey(owning, aboutOf(policy), { order: "make-key", policy });

/** Puts a policy in the place of the one before, which may be named for so many more seconds. */
export const setPolicyThere = (owning: Owning, policy: SignedText, grace: number): Ordered<ToldKey> =>
  orderKey(owning, aboutOf(policy), { order: "set-policy", policy, grace });

export const beginEpochThere = (owning: Owning, kid: string, epoch: number): Ordered<ToldKey> =>
  orderKey(owning, { kid }, { order: "begin-epoch", kid, epoch });

export const finishEpochThere = (owning: Owning, kid: string, epoch: number): Ordered<ToldKey> =>
  orderKey(owning, { kid }, { order: "finish-epoch", kid, epoch });

export const shredThere = (owning: Owning, kid: string): Ordered<ToldKey> =>
  orderKey(owning, { kid }, { order: "shred", kid });

export const lookThere = (owning: Owning): Ordered<Seen> => order(owning, { order: "look" }, isSeen);

export const setOwnersThere = (owning: Owning, owners: SignedText): Ordered<Owners> =>
  order(owning, { order: "set-owners", owners }, isOwners);

export const setPeersThere = (owning: Owning, peers: SignedText): Ordered<Peers> =>
  order(owning, { order: "set-peers", peers }, isPeers);

/** The key and the digest of a policy of our own: what goes into wraps is no confirmer's word. */
function aboutOf(policy: SignedText): Pick<ToldKey, "kid" | "policy"> {
  return { kid: policyOf(policy).kid, policy: policyDigest(policy) };
}

/** Signed once, for all confirmers: they pass it on to each other. */
export function signRevocation(kids: readonly string[], signer: Signer, at: Date): SignedText {
  const revocation: Revocation = { kids, at: `${at.toISOString().slice(0, 19)}Z` };
  return addSignature({ text: canonicalText(revocation), signatures: [] }, "revocation", signer);
}

export const revokeThere = (owning: Owning, revocation: SignedText): Ordered<{ readonly revoked: readonly string[] }> =>
  order(owning, { order: "revoke", revocation }, isRevoked);

/** Becomes the first owner. Refuses with `another-fingerprint` before anything is sent, when the code is another confirmer's. */
export async function enrolThere(
  owning: Owning,
  name: string,
  { secret, fingerprint }: EnrolmentCode,
): Promise<Outcome<Owners, ExchangeReason | "another-fingerprint">> {
  const { confirmer, signer } = owning;
  if (fingerprintOf(confirmer.key) !== fingerprint) return refuse("another-fingerprint", confirmer.confirmer);
  const key = signer.publicKey;
  const content = { name, key, proof: enrolmentProof(secret, { name, key, confirmer: confirmer.key }) };
  return await told(owning, { path: enrolmentPath, tag: enrolmentTag, content }, isOwners);
}

export const waitingThere = (owning: Owning): Ordered<{ readonly openings: readonly WaitingForYou[] }> =>
  told(owning, { path: waitingListPath, tag: approvalTag, content: {} }, isWaitingList);

/** Says yes to one opening. The signature covers that one request, its policy and its end. */
export async function approveThere(
  owning: Owning,
  { handle, request, policy, expires }: WaitingForYou,
): Ordered<{ readonly approvals: number; readonly needed: number }> {
  const signature = signText(owning.signer, "approval", canonicalText({ handle, request, policy, expires }));
  return await told(owning, { path: approvalPath, tag: approvalTag, content: { handle, signature } }, isApproved);
}
