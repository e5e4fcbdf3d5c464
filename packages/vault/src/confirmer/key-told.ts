import type { KeyRecord } from "./key-record.ts";
import type { SignedText } from "./owners.ts";
import { policyDigest, readPolicy } from "./policy.ts";

/** What an owner is told of a key: nothing with which anything opens. */
export interface ToldKey {
  readonly kid: string;
  readonly status: "active" | "revoked" | "shredded";
  /** The newest is the last. */
  readonly epochs: readonly { readonly epoch: number; readonly publicKey: string; readonly evaluations: number }[];
  readonly policy: string;
  /** The text of the policy and who signed it. */
  readonly signed: SignedText;
  readonly opens: number;
  readonly maximumOpens: number;
  /** Of the policy. */
  readonly expires: string;
}

export function keyOf({ kid, state, policy }: KeyRecord): ToldKey {
  const read = readPolicy(policy.text);
  return {
    ...{ kid, status: state.status, policy: policyDigest(policy), signed: policy, opens: state.opens },
    epochs: state.epochs.map(({ epoch, publicKey, evaluations }) => ({ epoch, publicKey, evaluations })),
    maximumOpens: read.ok ? read.value.maximumOpens : 0,
    expires: read.ok ? read.value.expires : "",
  };
}
