import { randomBytes } from "node:crypto";
import { toText } from "../bytes.ts";
import type { Policy } from "../confirmer/policy.ts";

/** What somebody says of a policy; the rest is as usual. */
export type PolicyTerms = Pick<Policy, "sources"> & Partial<Omit<Policy, "version" | "kid" | "hostKey">>;

const day = 86_400_000;

/** A policy for a key that is not made yet: a year, sixty openings an hour, from the addresses that are named. */
export function newPolicy(hostKey: string, terms: PolicyTerms, now: Date): Policy {
  return {
    ...{ version: 1, kid: toText(randomBytes(16)), hostKey },
    ...{ proxies: [], windows: [], approvals: 0, approvers: [], lease: 900 },
    ...{ rate: { opens: 60, seconds: 3_600 }, maximumOpens: 10_000, evaluationsPerEpoch: 10_000 },
    purposes: ["start", "task", "edit", "rotate", "test"],
    expires: `${new Date(now.getTime() + 365 * day).toISOString().slice(0, 19)}Z`,
    ...terms,
  };
}

/** The next version of a policy. */
export function changedPolicy(before: Policy, change: Partial<PolicyTerms>): Policy {
  return { ...before, ...change, version: before.version + 1 };
}
