import { describe, expect, test } from "vitest";
import { acceptSignature, parseAcceptSignature, signAsAsked } from "./accept-signature.ts";
import type { SignOptions } from "./sign-options.ts";
import type { ParameterName } from "./signature-parameters.ts";
import { must } from "./testing/must.ts";
import { ada, body, noon, order, shopPolicy, signedBy } from "./testing/shop.ts";
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

const asked = (lines: readonly string[], options: Partial<SignOptions> = {}): ReturnType<typeof signAsAsked> =>
  signAsAsked(order, lines, { key: ada, tag: "shop", body, now: () => noon, ...options });

describe("what a policy asks for", () => {
  test("is what it demands", () => {
    expect(acceptSignature(shopPolicy(), { body: true, keyid: "ada", nonce: "n" })).toBe(
      `sig1=("@method" "@authority" "@path" "@query" "content-digest");created;expires;nonce="n";keyid="ada";tag="shop"`,
    );
    expect(acceptSignature(shopPolicy({ labels: ["mine"] }), { target: "response" })).toBe(
      `mine=("@status" "@method";req "@authority";req "@path";req "@query";req);created;expires;tag="shop"`,
    );
  });

  test("has no digest of a body that it ignores", () => {
    expect(acceptSignature(shopPolicy({ body: "ignored" }), { body: true })).not.toContain("digest");
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

  test("every label of the policy is asked for, signed, and verifies", async () => {
    const policy = shopPolicy({ labels: ["author", "approver"], algorithms: ["ed25519"] });
    const ask = acceptSignature(policy, { body: true });
    const member = `("@method" "@authority" "@path" "@query" "content-digest");created;expires;alg="ed25519";tag="shop"`;

    expect(ask).toBe(`author=${member}, approver=${member}`);
    expect(acceptSignature(policy, { body: true, label: "approver" })).toBe(`approver=${member}`);
    const signed = await asked([ask]);
    if (!signed.ok) throw new Error(signed.reason);
    const message = { ...order, headers: [...order.headers, ...signed.headers] };
    expect(await verify(message, policy, body)).toMatchObject({
      ok: true,
      signatures: [{ label: "author" }, { label: "approver" }],
    });
  });

  test("a label that the policy does not name is a bug", () => {
    const policy = shopPolicy({ labels: ["author", "approver"] });
    expect(() => acceptSignature(policy, { label: "sig1" })).toThrow(TypeError);
  });

  test.each([
    ["request", ["@status"]],
    ["response", ["@method"]],
  ] as const)("components that no %s has are a bug", (target, components) => {
    expect(() => acceptSignature(shopPolicy({ components }), { target })).toThrow(`no ${target} has`);
    expect(acceptSignature(shopPolicy({ components: ["date"] }), { target })).toContain(`("date")`);
  });

  const member = `("@method" "@target-uri" "content-digest")`;
  test.each([
    ["no nonce", `a=${member}, b=${member}`, {}, undefined],
    ["one nonce", `a=${member};nonce="n", b=${member}`, {}, "n"],
    ["the same nonce twice", `a=${member};nonce="n", b=${member};nonce="n"`, {}, "n"],
    ["no nonce, and we have one", `a=${member}, b=${member}`, { nonce: "o" }, "o"],
  ])("all signatures have one nonce, and verify together once: %s", async (_story, ask, options, nonce) => {
    const signed = await asked([ask], options);
    if (!signed.ok) throw new Error(signed.reason);
    const nonces = signed.signatures.map(({ parameters }) => parameters.nonce);
    expect(new Set(nonces).size).toBe(1);
    if (nonce !== undefined) expect(nonces).toEqual([nonce, nonce]);

    const policy = shopPolicy();
    const alone = (label: string): typeof order => ({
      ...order,
      headers: [
        ...order.headers,
        ...signed.headers.filter(([, value]) => !/^[ab]=/.test(value) || value.startsWith(label)),
      ],
    });
    expect(await verify(alone("a="), policy, body)).toMatchObject({ ok: true });
    expect(await verify(alone("b="), policy, body)).toMatchObject({ reason: "replayed" });
    const whole = { ...order, headers: [...order.headers, ...signed.headers] };
    expect(await verify(whole, shopPolicy(), body)).toMatchObject({ ok: true, signatures: [{}, {}] });
  });

  test("signatures with a nonce each would be messages each", async () => {
    expect(await asked([`a=${member};nonce="1", b=${member};nonce="2"`])).toMatchObject({
      reason: "unfulfillable-request",
      detail: "several nonces",
    });
  });

  test("a label that no header has is a bug", () => {
    expect(() => acceptSignature(shopPolicy(), { label: "Sig 1" })).toThrow(TypeError);
  });

  test("of a response is all that its policy demands", async () => {
    const request = await signedBy(order, { body });
    const ask = acceptSignature(shopPolicy(), { target: "response", request, body: true });
    const signed = await signAsAsked({ status: 200, headers: [], request }, [ask], {
      key: ada,
      tag: "shop",
      body,
      now: () => noon,
    });
    if (!signed.ok) throw new Error(`${signed.reason} ${signed.detail}`);

    expect(await verify({ status: 200, headers: signed.headers, request }, shopPolicy(), body)).toMatchObject({
      ok: true,
    });
    const listed = acceptSignature(shopPolicy({ components: ["@status"] }), { target: "response", request });
    expect(listed).toBe(`sig1=("@status");created;expires;tag="shop"`);
    const less = acceptSignature(shopPolicy(), { target: "response", body: true });
    expect(await signAsAsked({ status: 200, headers: [], request }, [less], { key: ada, body })).toMatchObject({
      reason: "unfulfillable-request",
      detail: "content-digest;req is not asked for",
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

  test.each<[string, string, readonly ParameterName[], object]>([
    ["created", "created", ["keyid"], { created: noon, keyid: "ada" }],
    ["expires", "expires", ["created"], { created: noon, expires: noon + 60 }],
    ["a nonce", 'nonce="theirs"', ["created"], { created: noon, nonce: "theirs" }],
    ["an algorithm", 'alg="ed25519"', ["created"], { created: noon, alg: "ed25519" }],
    ["a key", 'keyid="ada"', ["created"], { created: noon, keyid: "ada" }],
    ["a tag", 'tag="shop"', ["created"], { created: noon, tag: "shop" }],
    ["what we sign anyway", "created", ["created"], { created: noon }],
  ])("a parameter that we would leave out is signed when it is asked for: %s", async (_story, parameter, own, made) => {
    const signed = await asked([`sig1=("@target-uri" "@method" "content-digest");${parameter}`], { parameters: own });

    expect(signed).toMatchObject({ ok: true });
    expect(signed.ok && signed.signatures[0]?.parameters).toEqual(made);
  });

  test.each<[string, string, Partial<SignOptions>, string | undefined]>([
    ["the target URI has its parts in it", `"@method" "@target-uri" "content-digest"`, {}, undefined],
    ["but not the method", `"@target-uri" "content-digest"`, {}, "@method is not asked for"],
    [
      "the request target has not",
      `"@method" "@authority" "@request-target" "content-digest"`,
      {},
      "@path is not asked for",
    ],
    ["the digest in another form", `"@method" "@target-uri" "content-digest";sf`, {}, undefined],
    ["no digest", `"@method" "@target-uri"`, {}, "content-digest is not asked for"],
    ["our own list", `"content-type" "content-digest"`, { components: ["content-type"] }, undefined],
    ["less than our own list", `"content-digest"`, { components: ["content-type"] }, "content-type is not asked for"],
    [
      "our own list, written in another order",
      `"priority";sf;key="u" "content-digest"`,
      { components: ['priority;key="u"'] },
      undefined,
    ],
  ])("what we would cover anyway: %s", async (_story, components, options, detail) => {
    const headers = [...order.headers, ["Priority", "u=1"]] as const;
    const signed = await signAsAsked({ ...order, headers }, [`sig1=(${components})`], { key: ada, body, ...options });

    expect(signed).toMatchObject(detail === undefined ? { ok: true } : { reason: "unfulfillable-request", detail });
  });

  test("a digest that stands in the message, and is not asked for", async () => {
    const digested = await signedBy(order, { body });
    const headers = digested.headers.filter(([name]) => !name.startsWith("Signature"));
    expect(await signAsAsked({ ...order, headers }, [`sig1=("@method" "@target-uri")`], { key: ada })).toMatchObject({
      reason: "unfulfillable-request",
    });
  });

  test("a body whose digest is not asked for is not signed", async () => {
    const ask = `sig1=("@method" "@authority" "@path" "@query")`;
    expect(await signAsAsked(order, [ask], { key: ada, body })).toMatchObject({
      reason: "unfulfillable-request",
      detail: "content-digest is not asked for",
    });
  });
});
