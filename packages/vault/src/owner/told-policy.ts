import type { ToldKey } from "../confirmer/key-told.ts";
import { type Policy, policyDigest, readPolicy } from "../confirmer/policy.ts";
import type { ConfirmerKey } from "../file/wrap.ts";
import { verifyText } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** The policy that a confirmer tells of a key. */
export interface ToldPolicy {
  readonly policy: Policy;
  /** Whether the wrap names it, or somebody signed it who is known here. If not, it is only the confirmer's word. */
  readonly isKnown: boolean;
}

/**
 * Reads what a confirmer tells of the policy of a wrap's key. Refuses with `anothers-policy` where it is for another key of a confirmer
 * or for another host than the one that was invited: an owner who changed it would sign that. `detail` is the name of the confirmer.
 */
export function readToldPolicy(
  told: Pick<ToldKey, "signed">,
  { confirmer, kid, policy: digest }: Pick<ConfirmerKey, "confirmer" | "kid" | "policy">,
  known: {
    /** Public keys of owners: of the person, and of the file's. */
    readonly owners: readonly string[];
    /** Public key of the host, where it was invited from here. */
    readonly hostKey: string | undefined;
  },
): Outcome<ToldPolicy, "anothers-policy"> {
  const read = readPolicy(told.signed.text);
  if (!read.ok) return refuse("anothers-policy", confirmer);
  const policy = read.value;
  const { hostKey = policy.hostKey } = known;
  if (policy.kid !== kid || policy.hostKey !== hostKey) return refuse("anothers-policy", confirmer);
  const isSigned = told.signed.signatures.some(
    ({ owner, signature }) => known.owners.includes(owner) && verifyText(owner, "policy", told.signed.text, signature),
  );
  return accept({ policy, isKnown: isSigned || policyDigest(told.signed) === digest });
}
