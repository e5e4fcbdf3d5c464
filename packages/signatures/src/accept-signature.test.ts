import { describe, expect, test } from "vitest";
import { acceptSignature, parseAcceptSignature, signAsAsked } from "./accept-signature.ts";
import { must } from "./testing/rfc9421-keys.ts";
import { ada, body, noon, order, shopPolicy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

test("the example of RFC 9421 5.1 is read", () => {
  const field = `sig1=("@method" "@target-uri" "@authority" "content-digest" "cache-control");keyid="test-key-rsa-pss";created;tag="app-123"`;
  const [asked] = must(parseAcceptSignature([field], "request"));

  expect(asked).toMatchObject({
    label: "sig1",
    created: true,
    expires: false,
    keyid: "test-key-rsa-pss",
    tag: "app-123",
  });
  expect(asked?.components.map(({ name }) => name)).toEqual([
    "@method",
    "@target-uri",
    "@authority",
    "content-digest",
    "cache-control",
  ]);
});

describe("it is refused", () => {
  test.each([
    ["an item, no list", "sig1=1", "malformed-accept-signature"],
    ["no dictionary", "((", "malformed-accept-signature"],
    ["a label twice", "sig1=(), sig1=()", "duplicate-label"],
    ["created with a time", `sig1=();created=${noon}`, "malformed-parameter"],
    ["a nonce that is a flag", "sig1=();nonce", "malformed-parameter"],
    ["an unknown parameter", "sig1=();foo", "unknown-parameter"],
    ["a component of responses", `sig1=("@status")`, "incompatible-component"],
    ["a component twice", `sig1=("date" "date")`, "duplicate-component"],
    ["a megabyte", `sig1=("${"a".repeat(1_048_576)}")`, "oversize"],
  ])("%s", (_story, field, reason) => {
    expect(parseAcceptSignature([field], "request")).toMatchObject({ ok: false, reason });
  });
});

describe("what a policy asks for", () => {
  test("is what it demands", () => {
    expect(acceptSignature(shopPolicy(), { body: true, keyid: "ada", nonce: "n" })).toBe(
      `sig1=("@method" "@authority" "@path" "@query" "content-digest");created;expires;nonce="n";keyid="ada";tag="shop"`,
    );
    expect(acceptSignature(shopPolicy({ labels: ["mine"] }), { target: "response" })).toBe(
      `mine=("@status" "@method";req "@authority";req "@path";req "@query";req);created;expires;tag="shop"`,
    );
  });

  test("when it is fulfilled, verifies", async () => {
    const policy = shopPolicy({ components: ["@method", "@authority", "@path", "@query", "content-type"] });
    const ask = acceptSignature(policy, { body: true, nonce: "theirs", label: "asked" });
    const signed = await signAsAsked(order, [ask], { key: ada, tag: "shop", body, now: () => noon });
    if (!signed.ok) throw new Error(`${signed.reason} ${signed.detail}`);
    const message = { ...order, headers: [...order.headers, ...signed.headers] };

    expect(await verify(message, policy, body)).toMatchObject({
      ok: true,
      signatures: [{ label: "asked", parameters: { nonce: "theirs" } }],
    });
  });

  test("two labels are both signed", async () => {
    const ask = [
      `one=("@method" "@authority" "@path" "@query" "content-digest")`,
      `two=("@method" "@authority" "@path" "@query" "content-digest" "content-type")`,
    ];
    const signed = await signAsAsked(order, ask, { key: ada, tag: "shop", body, now: () => noon });
    if (!signed.ok) throw new Error(signed.reason);
    const message = { ...order, headers: [...order.headers, ...signed.headers] };

    expect(await verify(message, shopPolicy({ labels: ["one", "two"] }), body)).toMatchObject({ ok: true });
  });

  test("a body whose digest is not asked for is not signed", async () => {
    const ask = `sig1=("@method" "@authority" "@path" "@query")`;
    expect(await signAsAsked(order, [ask], { key: ada, body })).toMatchObject({
      reason: "unfulfillable-request",
      detail: "content-digest is not asked for",
    });
  });
});
