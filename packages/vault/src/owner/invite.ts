import { policyDigest } from "../confirmer/policy.ts";
import type { Header } from "../file/header.ts";
import type { ConfirmerKey, KnownConfirmer } from "../file/wrap.ts";
import type { HostCard } from "../hosts/card.ts";
import type { Invitation } from "../hosts/invitation.ts";
import type { Signer } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { ExchangeReason, Send } from "./exchange.ts";
import { newPolicy, type PolicyTerms } from "./new-policy.ts";
import { makeKeyThere, signPolicy } from "./orders.ts";

/** Makes a key for a host at each of the confirmers, and the invitation that names them. */
export async function inviteHost(
  { file, identity, mode }: Pick<Header, "file" | "identity" | "mode">,
  { host, key, recipient }: HostCard,
  {
    confirmers,
    terms,
    owner,
    send,
    now,
  }: {
    readonly confirmers: readonly KnownConfirmer[];
    readonly terms: PolicyTerms;
    readonly owner: Signer;
    readonly send: Send;
    readonly now: Date;
  },
): Promise<Outcome<Invitation, ExchangeReason | "no-confirmer">> {
  if (confirmers.length === 0) return refuse("no-confirmer");
  const keys: ConfirmerKey[] = [];
  for (const confirmer of confirmers) {
    const policy = newPolicy(key, terms, now);
    const signed = signPolicy(policy, owner);
    const made = await makeKeyThere({ confirmer, signer: owner, send }, signed);
    if (!made.ok) return made;
    const newest = made.value.epochs.at(-1);
    if (newest === undefined || made.value.status !== "active") return refuse("malformed-answer", confirmer.confirmer);
    const { epoch, publicKey } = newest;
    keys.push({ ...confirmer, kid: policy.kid, epoch, publicKey, policy: policyDigest(signed) });
  }
  const wraps = mode === "all-of" ? [keys] : keys.map((each) => [each]);
  return accept({ file, identity, mode, host, key, recipient, wraps });
}
