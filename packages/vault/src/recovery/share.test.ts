import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { generateIdentity, identityText } from "@secondlock/age";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { must } from "../testing/shop.ts";
import { combineShares, parseShare, type Share, shareText, splitIdentity } from "./share.ts";

const identity = generateIdentity();
const shares = await splitIdentity(identity, 2, 3);
const [one, two, three] = shares as unknown as [Share, Share, Share];

/** What somebody does who has nothing but the printed page. */
function byHand(texts: readonly string[]): { readonly status: number | null; readonly said: string } {
  const program = join(import.meta.dirname, "combine.py");
  const { status, stdout, stderr } = spawnSync("python3", [program], {
    input: `${texts.join("\n")}\n`,
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

describe("two of three shares", () => {
  it.each([
    ["1 and 2", [one, two]],
    ["2 and 1", [two, one]],
    ["1 and 3", [one, three]],
    ["2 and 3", [two, three]],
    ["all", [one, two, three]],
    ["one of them twice", [one, two, one]],
  ])("%s give the identity, here and on the printed page", async (_, some) => {
    const typed = some.map((share) => must(parseShare(shareText(share))));
    expect(identityText(must(await combineShares(typed)))).toBe(identityText(identity));
    expect(byHand(some.map((share) => shareText(share)))).toEqual({ status: 0, said: `${identityText(identity)}\n` });
  });
});

describe("what is not enough", async () => {
  const others = await splitIdentity(generateIdentity(), 2, 3);
  const forged = { ...two, bytes: Buffer.from(two.bytes.map((byte, n) => (n === 5 ? byte ^ 1 : byte))) };

  it.each([
    ["nothing", [], "too-few-shares", "too few shares"],
    ["one", [one], "too-few-shares", "too few shares"],
    ["one twice", [one, one], "too-few-shares", "too few shares"],
    ["shares of two keys", [one, others[1]!], "mixed-shares", "do not belong together"],
    ["a share that somebody changed, checksum and all", [one, forged], "wrong-key", "do not belong together"],
  ])("%s", async (_, some, reason, said) => {
    expect(await combineShares(some)).toMatchObject({ ok: false, reason });
    const hand = byHand(some.map((share) => shareText(share)));
    expect(hand.status).not.toBe(0);
    expect(hand.said).toContain(said);
  });
});

describe("a share as text", () => {
  it("is in groups that can be typed, and is read however it is typed", () => {
    const text = shareText(one);
    expect(text).toMatch(
      /^slshare1:2:3:1:([0-9a-f]{4} ){16}[0-9a-f]{2}:([0-9a-f]{4} ){7}[0-9a-f]{4}:[0-9a-f]{4} [0-9a-f]{4}$/,
    );
    for (const typed of [text, text.toUpperCase(), text.replaceAll(" ", ""), ` ${text.replaceAll(":", " : ")}\n`])
      expect(parseShare(typed)).toEqual({ ok: true, value: one });
  });

  it("with any one letter wrong is refused", () => {
    const text = shareText(one).replaceAll(" ", "");
    for (let at = 0; at < text.length; at++) {
      const wrong = text.slice(0, at) + (text[at] === "7" ? "8" : "7") + text.slice(at + 1);
      expect(parseShare(wrong).ok, wrong).toBe(false);
      expect(parseShare(text.slice(0, at) + text.slice(at + 1)).ok).toBe(false);
    }
  });

  it("that is none is refused, and nothing throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseShare(text)).toMatchObject({ ok: false });
      }),
    );
  });
});

it.each([
  [1, 3],
  [3, 2],
  [2, 17],
  [Number.NaN, 3],
])("%d of %d is no way to split", async (threshold, count) => {
  await expect(splitIdentity(identity, threshold, count)).rejects.toThrow(RangeError);
});
