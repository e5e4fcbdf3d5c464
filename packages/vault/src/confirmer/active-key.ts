import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Refused } from "./arrived.ts";
import type { Confirmer } from "./confirmer.ts";
import { type KeyRecord, recordOf } from "./key-record.ts";
import { ownersOf } from "./owners.ts";
import { silenceOf } from "./peers.ts";
import { acceptPolicy, type Policy, policyDigest } from "./policy.ts";

/** The policies that an opening may name: the one that holds, and for a while the one before. */
export interface Policies {
  readonly current: Policy;
  readonly currentDigest: string;
  readonly previous: { readonly policy: Policy; readonly digest: string } | undefined;
}

/** All that an opening has to fit, which names one of them; none: it names another. */
export function policiesFor({ current, currentDigest, previous }: Policies, named: string): readonly Policy[] {
  if (named === currentDigest) return [current];
  return named === previous?.digest ? [current, previous.policy] : [];
}

/** Each time anew: whose the policy is, and whether the others were heard of. */
export async function activeKey(
  { documents, now }: Confirmer,
  kid: string,
): Promise<Outcome<{ readonly record: KeyRecord; readonly policies: Policies }> | Refused> {
  const record = await recordOf(documents, kid);
  if (!record.ok) return record;
  const { state, policy, previous } = record.value;
  if (state.status !== "active") return refuse(state.status);
  const owners = await ownersOf(documents);
  const current = acceptPolicy(policy, owners, undefined);
  if (!current.ok) return current;
  if ((await silenceOf(documents, now())) > current.value.lease) return refuse("lease-over");
  const before =
    previous !== undefined && now() < previous.until ? acceptPolicy(previous.policy, owners, undefined) : undefined;
  const policies: Policies = {
    current: current.value,
    currentDigest: policyDigest(policy),
    previous:
      before?.ok === true && previous !== undefined
        ? { policy: before.value, digest: policyDigest(previous.policy) }
        : undefined,
  };
  return accept({ record: record.value, policies });
}
