import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import { generateSigner, type Signer, signText } from "../keys/signing.ts";
import { acceptPolicy, type Policy, readPolicy, type SignedPolicy, widens } from "./policy.ts";

const [host, ada, grace, ben] = [generateSigner(), generateSigner(), generateSigner(), generateSigner()];
const policy: Policy = {
  version: 3,
  kid: toText(randomBytes(16)),
  hostKey: host.publicKey,
  sources: ["203.0.113.7/32", "2001:db8:7::/64"],
  proxies: [],
  windows: [{ days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00", zone: "Europe/Vienna" }],
  rate: { opens: 6, seconds: 3_600 },
  maximumOpens: 500,
  evaluationsPerEpoch: 1_000,
  expires: "2027-11-21T00:00:00Z",
  approvals: 1,
  approvers: [{ name: "ben", key: ben.publicKey }],
  purposes: ["start"],
  lease: 900,
};

const signed = (content: Partial<Policy>, ...by: readonly Signer[]): SignedPolicy => {
  const text = canonicalText({ ...policy, ...content });
  return {
    text,
    signatures: by.map((owner) => ({ owner: owner.publicKey, signature: signText(owner, "policy", text) })),
  };
};

describe("a policy is read", () => {
  it("as it was written", () => {
    expect(readPolicy(canonicalText(policy))).toEqual({ ok: true, value: policy });
  });

  const cases: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["with a member that is unknown", { allow: "all" }, "malformed-policy"],
    ["without one that is needed", { sources: undefined }, "malformed-policy"],
    ["with a range that is written in another way", { sources: ["203.0.113.7/24"] }, "malformed-policy"],
    ["with a range twice", { sources: ["::/0", "::/0"] }, "malformed-policy"],
    ["with a zone that does not exist", { windows: [{ ...policy.windows[0], zone: "Nowhere" }] }, "malformed-policy"],
    ["with an eighth day", { windows: [{ ...policy.windows[0], days: [8] }] }, "malformed-policy"],
    ["with more evaluations than one key may make", { evaluationsPerEpoch: 10_001 }, "malformed-policy"],
    ["with no openings at all", { maximumOpens: 0 }, "malformed-policy"],
    ["with a negative count", { approvals: -1 }, "malformed-policy"],
    ["with a lease of two days", { lease: 172_800 }, "malformed-policy"],
    ["with a day that is none", { expires: "2027-02-30T00:00:00Z" }, "malformed-policy"],
    ["with a purpose of one's own", { purposes: ["fun"] }, "malformed-policy"],
    ["from nowhere", { sources: [] }, "unsatisfiable-policy"],
    ["for nothing", { purposes: [] }, "unsatisfiable-policy"],
    ["with more approvals than approvers", { approvals: 2 }, "unsatisfiable-policy"],
    ["where the host approves itself", { approvers: [{ name: "eve", key: host.publicKey }] }, "unsatisfiable-policy"],
  ];
  it.each(cases)("not %s", (_, change, reason) => {
    expect(readPolicy(JSON.stringify(sorted({ ...policy, ...change })))).toMatchObject({ ok: false, reason });
  });

  it("one proxy less is more than before: whoever is behind it counts as it", () => {
    expect(widens({ ...policy, proxies: ["10.0.0.1/32"] }, { ...policy, version: 2, proxies: [] })).toEqual([
      "proxies",
    ]);
  });

  it.each(["", "{}", "null", "[]", `${canonicalText(policy)} `, canonicalText(policy).replace(/^\{/, "{ ")])(
    "not from %j",
    (text) => expect(readPolicy(text)).toMatchObject({ ok: false, reason: "malformed-policy" }),
  );
});

const sorted = (value: Record<string, unknown>): unknown =>
  JSON.parse(canonicalText(JSON.parse(JSON.stringify(value))));

describe("a policy takes the place of another", () => {
  const ownedBy = (...keys: readonly string[]) => ({
    ...{ version: 1, confirmer: "" },
    owners: keys.map((key, n) => ({ name: `owner-${n}`, key })),
  });
  const owners = ownedBy(ada.publicKey, grace.publicKey);
  const narrower = { version: 4, maximumOpens: 10 };
  const wider = { version: 4, sources: [...policy.sources, "198.51.100.0/24"] };

  it.each([
    ["the first one, of one owner", signed({}, ada), undefined],
    ["a narrower one, of one owner", signed(narrower, grace), policy],
    ["a wider one, of both owners", signed(wider, ada, grace), policy],
  ])("%s", (_, next, before) => expect(acceptPolicy(next, owners, before)).toMatchObject({ ok: true }));

  it("a wider one of the only owner there is", () => {
    expect(acceptPolicy(signed(wider, ada), ownedBy(ada.publicKey), policy)).toMatchObject({ ok: true });
  });

  const others: readonly (readonly [string, SignedPolicy, Policy | undefined, string])[] = [
    ["of nobody", signed({}), undefined, "not-the-owners-policy"],
    ["of a stranger", signed({}, ben), undefined, "not-the-owners-policy"],
    ["of the host", signed({}, host), undefined, "not-the-owners-policy"],
    ["wider, of one owner of two", signed(wider, ada), policy, "not-the-owners-policy"],
    ["wider, of one owner twice", signed(wider, ada, ada), policy, "not-the-owners-policy"],
    ["wider, of one owner and a stranger", signed(wider, ada, ben), policy, "not-the-owners-policy"],
    [
      "with the signature of another text",
      { ...signed({}, ada), text: canonicalText({ ...policy, maximumOpens: 1 }) },
      undefined,
      "not-the-owners-policy",
    ],
    ["of the version that is there", signed({ maximumOpens: 10 }, ada, grace), policy, "older-policy"],
    ["of an older version", signed({ version: 2 }, ada, grace), policy, "older-policy"],
    ["for another key", signed({ version: 4, kid: toText(randomBytes(16)) }, ada, grace), policy, "foreign-policy"],
  ];
  it.each(others)("not one %s", (_, next, before, reason) => {
    expect(acceptPolicy(next, owners, before)).toMatchObject({ ok: false, reason });
  });
});

describe("what counts as more", () => {
  it.each([
    ["hostKey", { hostKey: ada.publicKey }],
    ["sources", { sources: ["0.0.0.0/0"] }],
    ["proxies", { proxies: ["10.0.0.0/8"] }],
    ["windows", { windows: [] }],
    ["windows", { windows: [{ ...policy.windows[0]!, to: "18:01" }] }],
    ["rate", { rate: { opens: 7, seconds: 3_600 } }],
    ["rate", { rate: { opens: 6, seconds: 3_599 } }],
    ["rate", { rate: { opens: 7, seconds: 86_400 } }],
    ["maximumOpens", { maximumOpens: 501 }],
    ["evaluationsPerEpoch", { evaluationsPerEpoch: 1_001 }],
    ["expires", { expires: "2027-11-21T00:00:01Z" }],
    ["approvals", { approvals: 0 }],
    ["approvers", { approvers: [...policy.approvers, { name: "eve", key: ada.publicKey }] }],
    ["purposes", { purposes: ["start", "edit"] }],
    ["lease", { lease: 901 }],
  ] as const)("%s: %j", (name, change) => expect(widens(policy, { ...policy, ...change })).toEqual([name]));

  it.each([
    ["fewer sources", { sources: policy.sources.slice(1) }],
    ["a window beside none", { windows: policy.windows }],
    ["a lower rate", { rate: { opens: 3, seconds: 3_600 } }],
    ["an earlier end", { expires: "2026-12-01T00:00:00Z" }],
    ["nothing", {}],
  ])("not %s", (_, change) => expect(widens(policy, { ...policy, ...change })).toEqual([]));
});
