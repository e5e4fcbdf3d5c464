import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { entryHash } from "./hash.ts";
import { type Head, signHead, verifySignedHead } from "./head.ts";

const keys = generateKeyPairSync("ed25519");
const head: Head = { v: 1, log: "shop", size: 3, last: entryHash("last"), root: entryHash("root") };
const signed = signHead(head, keys.privateKey);

test("a signed head is good as a value and as text", () => {
  expect(verifySignedHead(signed, keys.publicKey)).toEqual({ ok: true, head });
  expect(verifySignedHead(JSON.stringify(signed), keys.publicKey)).toEqual({ ok: true, head });
});

test.each<[string, unknown, string]>([
  ["another size", { ...signed, head: { ...head, size: 4 } }, "bad-signature"],
  ["another log", { ...signed, head: { ...head, log: "shoq" } }, "bad-signature"],
  ["another root", { ...signed, head: { ...head, root: entryHash("") } }, "bad-signature"],
  ["another last entry", { ...signed, head: { ...head, last: entryHash("") } }, "bad-signature"],
  ["a signature of zeros", { ...signed, signature: "A".repeat(86) }, "bad-signature"],
  ["a key that is not this one", { ...signed, key: entryHash("") }, "other-key"],
  ["a member more in the head", { ...signed, head: { ...head, note: "x" } }, "malformed"],
  ["a member more", { ...signed, note: "x" }, "malformed"],
  ["another version", { ...signed, head: { ...head, v: 2 } }, "malformed"],
  ["a negative size", { ...signed, head: { ...head, size: -1 } }, "malformed"],
  ["a short signature", { ...signed, signature: "AAAA" }, "malformed"],
  ["text that is no JSON", "{", "malformed"],
  ["a long text", `"${"x".repeat(1e6)}"`, "malformed"],
  ["nothing", undefined, "malformed"],
])("is refused: %s", (_, value, reason) => {
  expect(verifySignedHead(value, keys.publicKey)).toEqual({ ok: false, reason });
});

test("somebody else's signature is refused", () => {
  const other = generateKeyPairSync("ed25519");
  expect(verifySignedHead(signHead(head, other.privateKey), keys.publicKey)).toEqual({
    ok: false,
    reason: "other-key",
  });
});

test("a key of another algorithm is a bug of the caller", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  expect(() => signHead(head, privateKey)).toThrow("Ed25519");
  expect(() => verifySignedHead(signed, publicKey)).toThrow("Ed25519");
  expect(() => signHead(head, keys.publicKey)).toThrow("private key");
});

test("no single changed character is accepted", () => {
  const text = JSON.stringify(signed);
  const accepted = Array.from(text, (_, at) => at).flatMap((at) =>
    ["0", "1", "a", "f", "g", "w", "-", "Z"]
      .map((other) => text.slice(0, at) + other + text.slice(at + 1))
      .filter((changed) => changed !== text && verifySignedHead(changed, keys.publicKey).ok),
  );
  expect(accepted).toEqual([]);
});

test("a signature has one spelling", () => {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const good = Array.from(alphabet)
    .map((last) => ({ ...signed, signature: signed.signature.slice(0, -1) + last }))
    .filter((each) => verifySignedHead(each, keys.publicKey).ok);
  expect(good).toEqual([signed]);
});
