import { newPolicy } from "@secondlock/vault";
import { expect, it } from "vitest";
import { policyChangeText, sumText } from "./policy-text.ts";

const policy = newPolicy("A".repeat(43), { sources: ["203.0.113.7/32"] }, new Date("2026-11-21T20:00:00Z"));

it("what changes of a policy is told member by member, old and new, and what is more than before", () => {
  const next = { ...policy, version: 2, sources: ["0.0.0.0/0"], lease: 60 };
  expect(policyChangeText(policy, next)).toBe(
    `  lease  900 -> 60\n  sources  ["203.0.113.7/32"] -> ["0.0.0.0/0"]\n  version  1 -> 2\n  allows more than before: sources\n`,
  );
  const turned = { ...policy, rate: { seconds: policy.rate.seconds, opens: policy.rate.opens } };
  expect(policyChangeText(policy, turned)).toBe("");
});

it("where any of several confirmers is enough, what they allow together is told", () => {
  const wish = { rate: { opens: 10, seconds: 60 }, maximumOpens: 500 };
  expect(sumText(wish, 3)).toContain("together 1500 openings, 30 in 60 seconds");
});
