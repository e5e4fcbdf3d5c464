import { createPublicKey, createSecretKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type KeyLookup, signingKey } from "./key.ts";
import type { Fields } from "./message.ts";
import type { PolicyOptions } from "./policy.ts";
import type { SignOptions } from "./sign.ts";
import { must } from "./testing/rfc9421-keys.ts";
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
    ["expires before it was created", { lifetime: -1 }, {}, "expires-before-created"],
    ["huge", { now: () => 999_999_999_999_999, lifetime: 0 }, {}, "from-the-future"],
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
    ["an algorithm that the policy does not allow", { algorithms: ["hmac-sha256"] }, "wrong-algorithm"],
  ])("%s", async (_story, options, reason) => {
    const verified = await verify(await signedBy(order, { body }), shopPolicy(options), body);

    expect(verified).toMatchObject({ ok: false, reason, label: "sig1" });
    expect(JSON.stringify(verified)).not.toContain("hunter2");
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
