import { describe, expect, test } from "vitest";
import type { PolicyOptions } from "./policy-options.ts";
import { body, changed, noon, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

test("a signed order is accepted, with the bytes that were hashed", async () => {
  const verified = await verify(await signedBy(order, { body }), shopPolicy(), body);

  expect(verified).toMatchObject({
    ok: true,
    body,
    signatures: [{ label: "sig1", algorithm: "ed25519", parameters: { keyid: "ada", tag: "shop" } }],
  });
});

test("a request without a body is accepted without a digest", async () => {
  const get = { ...order, method: "GET", headers: [] };

  expect(await verify(await signedBy(get), shopPolicy())).toMatchObject({ ok: true });
});

describe("a change on the way is refused", () => {
  test.each<[string, (message: Awaited<ReturnType<typeof signedBy>>) => typeof message, string]>([
    ["the method", (message) => ({ ...message, method: "PUT" }), "bad-signature"],
    ["the host", (message) => ({ ...message, targetUri: message.targetUri.replace("shop", "evil") }), "bad-signature"],
    [
      "the path",
      (message) => ({ ...message, targetUri: message.targetUri.replace("orders", "refunds") }),
      "bad-signature",
    ],
    ["the query", (message) => ({ ...message, targetUri: `${message.targetUri}&admin=1` }), "bad-signature"],
    [
      "the digest",
      (message) => changed(message, "content-digest", () => `sha-256=:${"A".repeat(43)}=:`),
      "bad-signature",
    ],
    ["the digest is gone", (message) => changed(message, "content-digest", () => undefined), "missing-component"],
    [
      "created",
      (message) => changed(message, "signature-input", (value) => value.replace(/created=\d+/, `created=${noon + 1}`)),
      "bad-signature",
    ],
    [
      "the nonce",
      (message) => changed(message, "signature-input", (value) => value.replace(/nonce="/, `nonce="x`)),
      "bad-signature",
    ],
    [
      "the order of the parameters",
      (message) =>
        changed(message, "signature-input", (value) => value.replace(/(;created=\d+)(;expires=\d+)/, "$2$1")),
      "bad-signature",
    ],
    [
      "the order of the components",
      (message) =>
        changed(message, "signature-input", (value) =>
          value.replace(`"@method" "@authority"`, `"@authority" "@method"`),
        ),
      "bad-signature",
    ],
    ["the signature", (message) => changed(message, "signature", () => `sig1=:${"A".repeat(86)}==:`), "bad-signature"],
    ["a signature cut short", (message) => changed(message, "signature", () => "sig1=:AAAA:"), "bad-signature"],
    ["an empty signature", (message) => changed(message, "signature", () => "sig1=::"), "bad-signature"],
  ])("%s", async (_story, change, reason) => {
    const message = change(await signedBy(order, { body }));

    expect(await verify(message, shopPolicy(), body)).toMatchObject({ ok: false, reason });
  });

  test("the body", async () => {
    const message = await signedBy(order, { body });

    expect(await verify(message, shopPolicy(), Buffer.from(`{"item":"keyboard","quantity":9}`))).toMatchObject({
      reason: "digest-mismatch",
    });
  });

  test("the body is gone", async () => {
    expect(await verify(await signedBy(order, { body }), shopPolicy())).toMatchObject({ reason: "digest-mismatch" });
  });
});

describe("cover", () => {
  test.each<[string, readonly string[], Partial<PolicyOptions>, string | undefined]>([
    ["nothing", [], {}, "empty-cover"],
    ["no query", ["@method", "@authority", "@path"], {}, "uncovered-component"],
    ["the target URI has host, path and query in it", ["@method", "@target-uri"], {}, undefined],
    ["more than is demanded", ["@method", "@target-uri", "content-type"], {}, undefined],
    [
      "a header that the policy wants",
      ["@method", "@target-uri"],
      { components: ["@method", "content-type"] },
      "uncovered-component",
    ],
    [
      "a header that the policy wants, wrapped",
      ["@method", "content-type;bs"],
      { components: ["@method", "content-type"] },
      "uncovered-component",
    ],
    ["only the digest's member", ["@method", "@target-uri", 'content-digest;key="sha-256"'], {}, undefined],
    ["the digest, wrapped", ["@method", "@target-uri", "content-digest;bs"], {}, undefined],
    [
      "a member that is demanded, strictly",
      ["@method", "@target-uri", 'priority;key="u";sf'],
      { components: ['priority;key="u"'] },
      undefined,
    ],
    ["the request target is not the path", ["@method", "@authority", "@request-target"], {}, "uncovered-component"],
  ])("%s", async (_story, components, policy, reason) => {
    const get = {
      ...order,
      headers: [
        ["Content-Type", "text/plain"],
        ["Priority", "u=1"],
      ] as const,
    };
    const empty = components.length === 0;
    const message = await signedBy(get, { components, ...(empty ? {} : { body }) });

    const verified = await verify(message, shopPolicy(policy), empty ? undefined : body);

    expect(verified.ok ? undefined : verified.reason).toBe(reason);
  });
});

describe("the host", () => {
  test.each([
    ["https://shop.example/", "shop.example", true],
    ["https://shop.example/", "SHOP.example", true],
    ["https://shop.example/", "other.example", false],
    ["https://shop.example/", "shop.example:443", true],
    ["https://shop.example/", "shop.example:80", false],
    ["http://shop.example/", "shop.example:80", true],
    ["http://shop.example/", "shop.example:443", false],
    ["https://shop.example:443/", "shop.example", true],
    ["https://shop.example:8443/", "shop.example", false],
    ["https://shop.example:8443/", "shop.example:8443", true],
    ["https://shop.example:80/", "shop.example:80", true],
    ["https://[2001:db8::1]/", "[2001:DB8::1]:443", true],
  ])("%s, and a policy for %s", async (targetUri, authority, ok) => {
    const message = await signedBy({ ...order, targetUri }, { body });
    const verified = await verify(message, shopPolicy({ authorities: [authority] }), body);
    expect(verified).toMatchObject(ok ? { ok } : { ok, reason: "wrong-authority" });
  });

  test("CONNECT has no scheme, so its port stands for itself", async () => {
    const components = ["@method", "@authority"];
    const message = await signedBy({ method: "CONNECT", targetUri: "shop.example:443", headers: [] }, { components });
    const connect = (authority: string) => verify(message, shopPolicy({ components, authorities: [authority] }));
    expect(await connect("shop.example")).toMatchObject({ reason: "wrong-authority" });
    expect(await connect("shop.example:443")).toMatchObject({ ok: true });
  });
});

describe("what should have been signed", () => {
  test("is told with a signature that does not verify, and is what the signer signed but for the change", async () => {
    const message = await signedBy(order, { body });
    const good = await verify(message, shopPolicy(), body);
    const bad = await verify({ ...message, method: "PUT" }, shopPolicy(), body);
    if (!good.ok || bad.ok) throw new Error("the wrong way round");

    expect(bad).toMatchObject({ reason: "bad-signature", label: "sig1" });
    expect(bad.base).toBe(good.signatures[0]?.base.replace(`"@method": POST`, `"@method": PUT`));
  });

  test("is told with no other refusal", async () => {
    const late = await verify(await signedBy(order, { body }), shopPolicy({ now: () => noon + 100 }), body);
    expect(late).toEqual({ ok: false, reason: "expired", label: "sig1" });
  });
});
