import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import { policyDigest, type SignedPolicy } from "../confirmer/policy.ts";
import { generateSigner } from "../keys/signing.ts";
import { usualPolicy } from "../testing/confirming.ts";
import { must } from "../testing/shop.ts";
import { addSignature, signPolicy } from "./orders.ts";
import { readToldPolicy } from "./told-policy.ts";

const [ada, eve, host, thief] = [generateSigner(), generateSigner(), generateSigner(), generateSigner()];
const [kid, otherKid] = [toText(randomBytes(16)), toText(randomBytes(16))];
const policy = usualPolicy(kid, host.publicKey);
const signed = signPolicy(policy, ada);
const wrap = { confirmer: "confirmer-1", kid, policy: policyDigest(signed) };
const known = { owners: [ada.publicKey], hostKey: host.publicKey };
const later = { ...policy, version: 2 };
const read = (told: SignedPolicy, more: Partial<typeof known> | { hostKey: undefined } = {}) =>
  readToldPolicy({ signed: told }, wrap, { ...known, ...more });
const bare = (text: string): SignedPolicy => ({ text, signatures: [] });

describe("a policy that a confirmer tells", () => {
  it.each([
    ["is known by the digest in the wrap, whoever signed it", bare(signed.text), true],
    ["is known where this person signed it, also when the wrap is older", signPolicy(later, ada), true],
    ["is the confirmer's word where only a stranger signed it", signPolicy(later, eve), false],
    ["is the confirmer's word where nobody did", bare(canonicalText(later)), false],
    [
      "is the confirmer's word where the signature is of another text",
      { ...signPolicy(later, ada), text: canonicalText({ ...later, version: 3 }) },
      false,
    ],
    [
      "is known where this person signed it beside a stranger",
      addSignature(signPolicy(later, eve), "policy", ada),
      true,
    ],
  ])("%s", (_, told, isKnown) => expect(must(read(told)).isKnown).toBe(isKnown));

  it.each([
    ["another key of a confirmer", signPolicy({ ...policy, kid: otherKid }, ada)],
    ["another host", signPolicy({ ...policy, hostKey: thief.publicKey }, ada)],
    ["nobody: it is none", bare("{}")],
  ])("is refused when it is for %s", (_, told) =>
    expect(read(told)).toEqual({ ok: false, reason: "anothers-policy", detail: "confirmer-1" }),
  );

  it("is for whatever host it says, where that was not invited from here", () => {
    const told = signPolicy({ ...policy, hostKey: thief.publicKey, version: 2 }, eve);
    expect(must(read(told, { hostKey: undefined }))).toMatchObject({ isKnown: false });
  });
});
