import { createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, expect, test } from "vitest";
import { signBytes } from "./algorithm.ts";
import { type KeyLookup, type SigningKey, signingKey, type VerifyingKey } from "./key.ts";
import type { Fields } from "./message.ts";
import type { PolicyOptions } from "./policy-options.ts";
import type { SignOptions } from "./sign-options.ts";
import { must } from "./testing/must.ts";
import { adaPublic, body, changed, noon, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

describe("time", () => {
  test.each<[string, Partial<SignOptions>, Partial<PolicyOptions>, string | undefined]>([
    ["just made", {}, {}, undefined],
    ["a clock that is a little ahead", { now: () => noon + 5 }, {}, undefined],
    ["from the future", { now: () => noon + 6 }, {}, "from-the-future"],
    ["at its last second", { now: () => noon - 65 }, {}, undefined],
    ["expired", { now: () => noon - 66 }, {}, "expired"],
    ["as old as may be", { now: () => noon - 305, lifetime: 1_000 }, {}, undefined],
    ["too old, though it has not expired", { now: () => noon - 306, lifetime: 1_000 }, {}, "too-old"],
    ["expires in the second in which it was created", { lifetime: 0 }, {}, undefined],
    ["huge", { now: () => 999_999_999_999_999, lifetime: 0 }, {}, "from-the-future"],
    [
      "without created, good for as long as may be",
      { parameters: ["expires", "nonce", "keyid", "tag"], lifetime: 305 },
      { parameters: ["expires", "nonce", "keyid", "tag"] },
      undefined,
    ],
    [
      "without created, good for a second more",
      { parameters: ["expires", "nonce", "keyid", "tag"], lifetime: 306 },
      { parameters: ["expires", "nonce", "keyid", "tag"] },
      "expires-too-late",
    ],
    [
      "without created, good for years",
      { parameters: ["expires", "nonce", "keyid", "tag"], lifetime: 100_000 },
      { parameters: ["expires", "nonce", "keyid", "tag"] },
      "expires-too-late",
    ],
    [
      "without created, and the policy wants it",
      { parameters: ["expires", "nonce", "keyid", "tag"] },
      {},
      "missing-parameter",
    ],
  ])("%s", async (_story, signing, policy, reason) => {
    const verified = await verify(await signedBy(order, { body, ...signing }), shopPolicy(policy), body);

    expect(verified.ok ? undefined : verified.reason).toBe(reason);
  });

  test("expires before it was created, as nobody here signs", async () => {
    const message = changed(await signedBy(order, { body }), "signature-input", (value) =>
      value.replace(/expires=\d+/, `expires=${noon - 1}`),
    );
    expect(await verify(message, shopPolicy(), body)).toMatchObject({ reason: "expires-before-created" });
  });

  test("a body that arrives so slowly that the signature is over", async () => {
    let now = noon;
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield body;
      now += 66;
    }
    expect(await verify(await signedBy(order, { body }), shopPolicy({ now: () => now }), slow())).toMatchObject({
      reason: "expired",
    });
  });
});

describe("keys", () => {
  const smallRsa = generateKeyPairSync("rsa", { modulusLength: 1_024 }).publicKey;
  const handMade = (key: KeyObject): VerifyingKey => ({ algorithm: "hmac-sha256", key });

  test.each<[string, Partial<PolicyOptions>, string]>([
    ["nobody knows the key", { keys: () => undefined }, "unknown-key"],
    ["a database says null", { keys: () => null as never }, "unknown-key"],
    [
      "the look-up throws",
      {
        keys: () => {
          throw new Error("database password is hunter2");
        },
      },
      "key-lookup-failed",
    ],
    [
      "the look-up rejects",
      { keys: () => Promise.reject(new Error("database password is hunter2")) },
      "key-lookup-failed",
    ],
    [
      "another key",
      { keys: () => ({ algorithm: "ed25519", key: createPublicKey(generateKeyPairSync("ed25519").privateKey) }) },
      "bad-signature",
    ],
    [
      "a key that says another algorithm than it is of",
      { keys: () => ({ algorithm: "hmac-sha256", key: adaPublic.key }) },
      "unusable-key",
    ],
    ["a secret of two bytes", { keys: () => handMade(createSecretKey(Buffer.from("ab"))) }, "weak-key"],
    ["RSA of 1,024 bits", { keys: () => ({ algorithm: "rsa-pss-sha512", key: smallRsa }) }, "weak-key"],
    ["a text for a key", { keys: () => handMade("secret" as never) }, "unusable-key"],
    ["a key of WebCrypto", { keys: () => handMade({ type: "secret" } as never) }, "weak-key"],
    ["an algorithm that the policy does not allow", { algorithms: ["hmac-sha256"] }, "wrong-algorithm"],
  ])("%s", async (_story, options, reason) => {
    const verified = await verify(await signedBy(order, { body }), shopPolicy(options), body);

    expect(verified).toMatchObject({ ok: false, reason, label: "sig1" });
    expect(JSON.stringify(verified)).not.toContain("hunter2");
  });

  test("a secret of two bytes verifies nothing, though the signature is right", async () => {
    const secret = createSecretKey(Buffer.from("ab"));
    const weak: SigningKey = {
      keyid: "ada",
      algorithm: "hmac-sha256",
      sign: (base) => signBytes("hmac-sha256", secret, base),
    };
    const message = await signedBy(order, { body, key: weak });

    expect(await verify(message, shopPolicy({ keys: () => handMade(secret) }), body)).toMatchObject({
      reason: "weak-key",
    });
    const strong = createSecretKey(Buffer.alloc(32, 7));
    const signed = await signedBy(order, { body, key: must(signingKey("ada", strong)) });
    expect(await verify(signed, shopPolicy({ keys: () => handMade(strong) }), body)).toMatchObject({ ok: true });
  });

  test.each<[string, unknown, string | undefined]>([
    ["a code of Node", Object.assign(new Error("hunter2"), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
    ["an SQLSTATE", Object.assign(new Error("hunter2"), { code: "57P03" }), "57P03"],
    ["the code of its cause, as fetch gives it", new Error("hunter2", { cause: { code: "ENOTFOUND" } }), "ENOTFOUND"],
    ["no code", new Error("hunter2"), undefined],
    ["a code that is prose", Object.assign(new Error("no"), { code: "password is hunter2" }), undefined],
    ["a code that is a number", Object.assign(new Error("no"), { code: 7 }), undefined],
    ["an endless code", Object.assign(new Error("no"), { code: "A".repeat(65) }), undefined],
    ["nothing at all", undefined, undefined],
  ])("a look-up or a store that fails with %s", async (_story, error, detail) => {
    const message = await signedBy(order, { body });
    const keys = await verify(message, shopPolicy({ keys: () => Promise.reject(error) }), body);
    const burn = () => Promise.reject(error);
    const nonces = await verify(message, shopPolicy({ nonces: { burn } }), body);
    const told = detail === undefined ? {} : { detail };

    expect(keys).toEqual({ ok: false, reason: "key-lookup-failed", label: "sig1", ...told });
    expect(nonces).toEqual({ ok: false, reason: "nonces-failed", label: "sig1", ...told });
  });

  test("the public key of Ed25519 does not become a secret of HMAC, though the message says so", async () => {
    const bytes = adaPublic.key.export({ format: "der", type: "spki" });
    const forger = must(signingKey("ada", createSecretKey(bytes)));
    const forged = await signedBy(order, {
      body,
      key: forger,
      parameters: ["created", "expires", "nonce", "alg", "keyid", "tag"],
    });

    expect(forged.headers.some(([, value]) => value.includes(`alg="hmac-sha256"`))).toBe(true);
    expect(await verify(forged, shopPolicy(), body)).toMatchObject({ reason: "wrong-algorithm" });
    const silent = await signedBy(order, { body, key: forger });
    expect(await verify(silent, shopPolicy(), body)).toMatchObject({ reason: "bad-signature" });
  });

  test.each<[string, Partial<PolicyOptions>, string | undefined, string]>([
    ["a key that nobody knows", { keys: () => undefined }, undefined, "unknown-key"],
    ["an algorithm that is not allowed", { algorithms: ["hmac-sha256"] }, undefined, "wrong-algorithm"],
    ["a signature that is too short", {}, "sig1=:AAAA:", "bad-signature"],
  ])("%s: nothing that is covered is looked at, and no body read, though a trailer is signed", async (...story) => {
    const [, options, signature, reason] = story;
    const components = ["@method", "@authority", "@path", "@query", "checksum;tr"];
    const signed = await signedBy({ ...order, trailers: [["Checksum", "1"]] }, { body, components });
    const sent = changed(signed, "signature", (value) => signature ?? value);
    let read = 0;
    const touched = (): Fields => ((read += 1), []);
    async function* source(): AsyncGenerator<Uint8Array> {
      read += 1;
      yield body;
    }

    const policy = shopPolicy({ components, ...options });
    expect(await verify({ ...sent, trailers: touched }, policy, source())).toMatchObject({ reason });
    // a component that is not there would be the reason, if the base came first
    const without = changed({ ...order, headers: sent.headers }, "content-digest", () => undefined);
    expect(await verify(without, policy, Buffer.alloc(0))).toMatchObject({ reason });
    expect(read).toBe(0);
  });

  test("the look-up is told the label, so that each has its own keys", async () => {
    const asked: unknown[] = [];
    const keys: KeyLookup = (keyid, label) => {
      asked.push([keyid, label]);
      return label === "approver" ? undefined : adaPublic;
    };
    const once = await signedBy(order, { body, label: "author" });
    const twice = await signedBy(once, { body, label: "approver" });
    const policy = shopPolicy({ keys, labels: ["author", "approver"] });

    expect(await verify(twice, policy, body)).toMatchObject({ reason: "unknown-key", label: "approver" });
    expect(asked).toEqual([
      ["ada", "author"],
      ["ada", "approver"],
    ]);
  });

  test("a message may name the algorithm that the key has", async () => {
    const message = await signedBy(order, { body, parameters: ["created", "expires", "nonce", "alg", "keyid", "tag"] });
    expect(await verify(message, shopPolicy(), body)).toMatchObject({ ok: true });
  });
});
