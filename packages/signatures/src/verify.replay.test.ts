import { describe, expect, onTestFinished, test, vi } from "vitest";
import { keyring } from "./key.ts";
import { memoryNonces } from "./nonces/memory.ts";
import type { PolicyOptions } from "./policy-options.ts";
import { ada, adaPublic, body, changed, noon, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

const full = memoryNonces({ limit: 1 });
full.burn("another", { now: noon, until: noon + 1_000 });

describe("replay", () => {
  test("the same message a second time", async () => {
    const policy = shopPolicy();
    const message = await signedBy(order, { body });
    expect(await verify(message, policy, body)).toMatchObject({ ok: true });
    expect(await verify(message, policy, body)).toMatchObject({ reason: "replayed", label: "sig1" });
  });

  test.each([
    ["in time", 1, { ok: true }],
    [
      "after the signature was over: by then it may have forgotten the nonce",
      400,
      { reason: "expired", label: "sig1" },
    ],
  ])("a store that answers %s", async (_, seconds, outcome) => {
    let time = noon;
    const burn = async () => {
      await Promise.resolve();
      time += seconds;
      return "fresh" as const;
    };
    const policy = shopPolicy({ nonces: { burn }, now: () => time });
    expect(await verify(await signedBy(order, { body }), policy, body)).toMatchObject(outcome);
  });

  test("a store that does not answer is not waited for", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { promise } = Promise.withResolvers<"fresh">();
    const policy = shopPolicy({ nonces: { burn: () => promise } });
    const verified = verify(await signedBy(order, { body }), policy, body);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await verified).toMatchObject({ reason: "nonces-failed", detail: "ETIMEDOUT" });
  });

  test("the same nonce of another key is another nonce", async () => {
    const bob = { ...ada, keyid: "bob" };
    const policy = shopPolicy({
      keys: keyring([
        ["ada", adaPublic],
        ["bob", adaPublic],
      ]),
    });
    expect(await verify(await signedBy(order, { body, nonce: "1" }), policy, body)).toMatchObject({ ok: true });
    expect(await verify(await signedBy(order, { body, nonce: "1", key: bob }), policy, body)).toMatchObject({
      ok: true,
    });
    expect(await verify(await signedBy(order, { body, nonce: "1", now: () => noon + 1 }), policy, body)).toMatchObject({
      reason: "replayed",
    });
  });

  test("a digit that moves from the nonce to the keyid makes another nonce", async () => {
    const seen: string[] = [];
    const burn = (nonce: string) => (seen.push(nonce), "fresh" as const);
    const policy = shopPolicy({ keys: () => adaPublic, nonces: { burn } });
    for (const [keyid, nonce] of [
      ["a", "12"],
      ["a1", "2"],
      ["a", "12"],
    ] as const) {
      expect(await verify(await signedBy(order, { body, key: { ...ada, keyid }, nonce }), policy, body)).toMatchObject({
        ok: true,
      });
    }
    expect(seen[0]).toMatch(/^[\w-]{43}$/);
    expect([seen[0] === seen[1], seen[0] === seen[2]]).toEqual([false, true]);
  });

  test("two signatures with one nonce are one message, and no two", async () => {
    const once = await signedBy(order, { body, nonce: "1" });
    const both = await signedBy(once, { body, nonce: "1", label: "sig2", lifetime: 100 });
    const lines = (label: string) => both.headers.filter(([, value]) => !value.startsWith(label));
    let until = 0;
    const burnt = memoryNonces();
    const nonces: PolicyOptions["nonces"] = {
      burn: (nonce, lifetime) => ((until = lifetime.until), burnt.burn(nonce, lifetime)),
    };
    const policy = shopPolicy({ nonces });

    expect(await verify(both, policy, body)).toMatchObject({ ok: true, signatures: [{}, {}] });
    expect(burnt.size()).toBe(1);
    // as long as the later of them is good
    expect(until).toBe(noon + 100 + 15);
    for (const label of ["sig1=", "sig2="]) {
      expect(await verify({ ...both, headers: lines(label) }, policy, body)).toMatchObject({ reason: "replayed" });
    }
  });

  test("of two signatures the second's nonce is burnt, though the first has none", async () => {
    const once = await signedBy(order, { body, parameters: ["created", "keyid", "tag"] });
    const both = await signedBy(once, { body, label: "sig2" });
    const policy = shopPolicy({ parameters: ["created", "keyid", "tag"] });

    expect(await verify(both, policy, body)).toMatchObject({ ok: true });
    expect(await verify(both, policy, body)).toMatchObject({ reason: "replayed", label: "sig2" });
  });

  test("a nonce that nobody demands is burnt when it is there", async () => {
    const policy = shopPolicy({ parameters: ["created", "keyid", "tag"] });
    const message = await signedBy(order, { body });
    expect(await verify(message, policy, body)).toMatchObject({ ok: true });
    expect(await verify(message, policy, body)).toMatchObject({ reason: "replayed" });
    const without = await signedBy(order, { body, parameters: ["created", "keyid", "tag"] });
    expect(await verify(without, policy, body)).toMatchObject({ ok: true });
  });

  test.each<[string, (message: Awaited<ReturnType<typeof signedBy>>) => typeof message, Buffer]>([
    ["a bad signature", (message) => changed(message, "signature", () => `sig1=:${"A".repeat(86)}==:`), body],
    ["another body", (message) => message, Buffer.from("other")],
    ["another path", (message) => ({ ...message, targetUri: `${message.targetUri}x` }), body],
  ])("%s burns no nonce, and takes no room", async (_story, change, sent) => {
    const nonces = memoryNonces();
    const policy = shopPolicy({ nonces });
    const message = await signedBy(order, { body });
    expect(await verify(change(message), policy, sent)).toMatchObject({ ok: false });
    expect(nonces.size()).toBe(0);
    expect(await verify(message, policy, body)).toMatchObject({ ok: true });
  });

  test("of 1,000 that race with one nonce exactly one is accepted", async () => {
    const policy = shopPolicy();
    const message = await signedBy(order, { body });
    const all = await Promise.all(
      Array.from({ length: 1_000 }, () => verify(message, policy, ReadableStream.from([body]))),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test.each<[string, PolicyOptions["nonces"], string]>([
    ["a full store", full, "nonces-full"],
    [
      "a store that throws",
      {
        burn: () => {
          throw new Error("gone");
        },
      },
      "nonces-failed",
    ],
    ["a store that rejects", { burn: () => Promise.reject(new Error("gone")) }, "nonces-failed"],
  ])("%s refuses", async (_story, nonces, reason) => {
    const policy = shopPolicy(nonces === undefined ? {} : { nonces });
    expect(await verify(await signedBy(order, { body }), policy, body)).toMatchObject({ reason });
  });

  test("a server whose clock is behind does not take what one whose clock is ahead has burnt and forgotten", async () => {
    const tolerance = 5;
    let time = noon;
    const forgotten = new Map<string, number>();
    // as Valkey does: a time to live, from the moment of the call
    const burn = (nonce: string, { now, until }: { now: number; until: number }) => {
      if ((forgotten.get(nonce) ?? 0) > time) return "replayed" as const;
      forgotten.set(nonce, time + until - now);
      return "fresh" as const;
    };
    const ahead = shopPolicy({ nonces: { burn }, tolerance, now: () => time + tolerance });
    const behind = shopPolicy({ nonces: { burn }, tolerance, now: () => time - tolerance });
    const message = await signedBy(order, { body });
    expect(await verify(message, ahead, body)).toMatchObject({ ok: true });

    // good until 60 + 5 of the clock that is behind, which is 60 + 5 + 5 here
    for (let later = 0; later < 60 + 2 * tolerance; later += 1) {
      time = noon + later;
      expect(await verify(message, behind, body)).toMatchObject({ reason: "replayed" });
    }
    time = noon + 60 + 2 * tolerance + 1;
    expect(await verify(message, behind, body)).toMatchObject({ reason: "expired" });
  });

  test("a nonce is remembered beyond the last second at which its signature is good", async () => {
    const lifetimes: number[] = [];
    const burn = (_nonce: string, { until }: { until: number }) => (lifetimes.push(until - noon), "fresh" as const);
    await verify(await signedBy(order, { body }), shopPolicy({ nonces: { burn } }), body);
    await verify(
      await signedBy(order, { body, lifetime: 9_999 }),
      shopPolicy({ nonces: { burn }, tolerance: 30 }),
      body,
    );
    expect(lifetimes).toEqual([60 + 5 + 2 * 5, 300 + 30 + 2 * 30]);
  });
});
