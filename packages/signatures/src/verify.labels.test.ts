import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { keyring, signingKey, verifyingKey } from "./key.ts";
import { must } from "./testing/must.ts";
import { ada, adaPublic, body, changed, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

describe("several signatures", () => {
  const bobPair = generateKeyPairSync("ed25519");
  const bob = must(signingKey("bob", bobPair.privateKey));
  const keys = keyring([
    ["ada", adaPublic],
    ["bob", must(verifyingKey(bobPair.publicKey))],
  ]);
  const twice = async () => signedBy(await signedBy(order, { body }), { body, key: bob, label: "sig2" });
  const spoil = (message: Awaited<ReturnType<typeof twice>>, label: string) =>
    changed(message, "signature", (value) =>
      value.startsWith(`${label}=`) ? `${label}=:${"A".repeat(86)}==:` : value,
    );

  test("both verify, in two lines of each header", async () => {
    const verified = await verify(await twice(), shopPolicy({ keys }), body);
    expect(verified).toMatchObject({ ok: true, signatures: [{ label: "sig1" }, { label: "sig2" }] });
  });

  test.each([
    ["sig1", ["sig1", "sig2"], false],
    ["sig2", ["sig1", "sig2"], false],
    ["sig1", undefined, false],
    ["sig2", undefined, false],
    ["sig2", ["sig1"], true],
    ["sig1", ["sig1"], false],
  ])("%s is bad, the policy names %s", async (bad, labels, ok) => {
    const policy = shopPolicy({ keys, ...(labels === undefined ? {} : { labels }) });
    const verified = await verify(spoil(await twice(), bad), policy, body);
    expect(verified).toMatchObject(ok ? { ok } : { ok, reason: "bad-signature", label: bad });
  });

  test("a label that the policy names twice is one signature, whose nonce is burnt once", async () => {
    const policy = shopPolicy({ keys, labels: ["sig1", "sig1"] });
    expect(await verify(await twice(), policy, body)).toMatchObject({ ok: true, signatures: [{ label: "sig1" }] });
  });

  test("a named signature is missing", async () => {
    const policy = shopPolicy({ keys, labels: ["sig1", "approval"] });
    expect(await verify(await twice(), policy, body)).toMatchObject({ reason: "missing-label", label: "approval" });
  });

  test("a named signature was made for another purpose", async () => {
    const message = await signedBy(order, { body, tag: "newsletter" });
    expect(await verify(message, shopPolicy({ labels: ["sig1"] }), body)).toMatchObject({ reason: "wrong-tag" });
    expect(await verify(message, shopPolicy(), body)).toMatchObject({ reason: "no-signature" });
  });

  test("a signature for others is passed over, even one with parameters that nobody knows", async () => {
    const message = await signedBy(order, { body });
    const headers = [
      ...message.headers,
      ["Signature-Input", `other=("@x";y);z=1;tag="others"`],
      ["Signature", "other=:AAAA:"],
    ] as const;
    expect(await verify({ ...message, headers }, shopPolicy(), body)).toMatchObject({ ok: true });
  });

  test("labels and keyids that mean something to JavaScript", async () => {
    expect(await verify(await signedBy(order, { body }), shopPolicy({ labels: ["constructor"] }), body)).toMatchObject({
      reason: "missing-label",
    });
    const proto = { ...ada, keyid: "__proto__" };
    const message = await signedBy(order, { body, key: proto, nonce: "__proto__", label: "constructor" });
    expect(await verify(message, shopPolicy(), body)).toMatchObject({ reason: "unknown-key" });
    const known = shopPolicy({ keys: keyring([["__proto__", adaPublic]]) });
    expect(await verify(message, known, body)).toMatchObject({ ok: true });
    expect(await verify(message, known, body)).toMatchObject({ reason: "replayed" });
  });
});
