import { constants, createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { algorithmOf, signBytes, verifyBytes } from "./algorithm.ts";
import { wycheproof } from "./testing/wycheproof.ts";

describe("Wycheproof, through our own verification", () => {
  test.each(wycheproof)("$algorithm $id: $story", ({ algorithm, key, message, signature, valid }) => {
    const object =
      algorithm === "hmac-sha256" ? createSecretKey(key) : createPublicKey({ key, format: "der", type: "spki" });

    expect(algorithmOf(object)).toBe(algorithm);
    expect(verifyBytes(algorithm, object, message, signature)).toBe(valid);
  });

  test.each([
    ["ed25519", 9, 19],
    ["hmac-sha256", 3, 5],
  ])("%s has %i good and %i bad figures", (name, good, bad) => {
    const verdicts = wycheproof.filter(({ algorithm }) => algorithm === name).map(({ valid }) => valid);
    expect([verdicts.filter((valid) => valid).length, verdicts.filter((valid) => !valid).length]).toEqual([good, bad]);
  });
});

const pairs = {
  ed25519: generateKeyPairSync("ed25519"),
  "ecdsa-p256-sha256": generateKeyPairSync("ec", { namedCurve: "P-256" }),
  "ecdsa-p384-sha384": generateKeyPairSync("ec", { namedCurve: "P-384" }),
  "rsa-pss-sha512": generateKeyPairSync("rsa", { modulusLength: 2_048 }),
};

describe("what is signed verifies, and nothing else does", () => {
  test.each(Object.entries(pairs))("%s", (name, { privateKey, publicKey }) => {
    const algorithm = algorithmOf(privateKey);
    if (algorithm === undefined) throw new Error("no algorithm");
    const data = Buffer.from("data");
    const signature = signBytes(algorithm, privateKey, data);

    expect(algorithm).toBe(name);
    expect(verifyBytes(algorithm, publicKey, data, signature)).toBe(true);
    expect(verifyBytes(algorithm, publicKey, Buffer.from("date"), signature)).toBe(false);
    expect(verifyBytes(algorithm, publicKey, data, signature.subarray(1))).toBe(false);
    expect(verifyBytes(algorithm, publicKey, data, Buffer.concat([signature, Buffer.alloc(1)]))).toBe(false);
  });
});

/** The orders of the groups (SEC 2, 2.4.2 and 2.5.1). */
const curves = [
  ["ecdsa-p256-sha256", 32, 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n],
  [
    "ecdsa-p384-sha384",
    48,
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  ],
] as const;

describe.each(curves)("%s takes only numbers of its group", (algorithm, size, order) => {
  const { privateKey, publicKey } = pairs[algorithm];
  const data = Buffer.from("data");
  const good = signBytes(algorithm, privateKey, data);
  const number = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * size, "0"), "hex");
  const [r, s] = [good.subarray(0, size), good.subarray(size)];
  const mirrored = number(order - BigInt(`0x${s.toString("hex")}`));

  test.each([
    ["both zero", Buffer.alloc(2 * size)],
    ["r is zero", Buffer.concat([number(0n), s])],
    ["s is zero", Buffer.concat([r, number(0n)])],
    ["r is the order", Buffer.concat([number(order), s])],
    ["s is the order", Buffer.concat([r, number(order)])],
    ["both are one", Buffer.concat([number(1n), number(1n)])],
    ["all ones", Buffer.alloc(2 * size, 0xff)],
    ["r and s changed places", Buffer.concat([s, r])],
    ["a byte more for each", Buffer.concat([Buffer.alloc(1), r, Buffer.alloc(1), s])],
    ["as DER", sign(algorithm === "ecdsa-p256-sha256" ? "sha256" : "sha384", data, privateKey)],
    ["empty", Buffer.alloc(0)],
  ])("%s: refused", (_story, signature) => {
    expect(verifyBytes(algorithm, publicKey, data, signature)).toBe(false);
  });

  test("the mirrored s verifies, as FIPS 186-5 has it: a signature is no name of a request", () => {
    expect(verifyBytes(algorithm, publicKey, data, Buffer.concat([r, mirrored]))).toBe(true);
  });
});

describe("rsa-pss-sha512 takes only PSS with SHA-512 and a salt of 64 bytes (RFC 9421 3.3.1)", () => {
  const { privateKey: key, publicKey } = pairs["rsa-pss-sha512"];
  const data = Buffer.from("data");
  const pss = constants.RSA_PKCS1_PSS_PADDING;
  test.each([
    ["PKCS #1 v1.5", sign("sha512", data, key)],
    ["a salt of 32 bytes", sign("sha512", data, { key, padding: pss, saltLength: 32 })],
    ["no salt", sign("sha512", data, { key, padding: pss, saltLength: 0 })],
    ["SHA-256", sign("sha256", data, { key, padding: pss, saltLength: 64 })],
    ["zeros", Buffer.alloc(256)],
  ])("%s: refused", (_story, signature) => {
    expect(verifyBytes("rsa-pss-sha512", publicKey, data, signature)).toBe(false);
  });
});

/** A key that says what it may be used with (RFC 4055 3.1). */
function boundPss(hashAlgorithm: string, mgf1HashAlgorithm: string, saltLength: number): KeyObject {
  // Node wants a number here, and its types a text
  const bound = { hashAlgorithm, mgf1HashAlgorithm, saltLength: saltLength as never };
  return generateKeyPairSync("rsa-pss", { modulusLength: 2_048, ...bound }).publicKey;
}

describe("a key has one algorithm or none", () => {
  test.each([
    ["P-521", () => generateKeyPairSync("ec", { namedCurve: "P-521" }).publicKey],
    ["secp256k1", () => generateKeyPairSync("ec", { namedCurve: "secp256k1" }).publicKey],
    ["X25519", () => generateKeyPairSync("x25519").publicKey],
    ["Ed448", () => generateKeyPairSync("ed448").publicKey],
    ["RSA-PSS that is bound to SHA-256", () => boundPss("sha256", "sha256", 32)],
    ["RSA-PSS that is bound to SHA-256, and to SHA-512 for the mask", () => boundPss("sha256", "sha512", 64)],
    ["RSA-PSS that is bound to SHA-512, and to SHA-256 for the mask", () => boundPss("sha512", "sha256", 64)],
    ["RSA-PSS that is bound to a longer salt", () => boundPss("sha512", "sha512", 65)],
  ])("%s has none", (_story, make) => {
    expect(algorithmOf(make())).toBeUndefined();
  });

  test("RSA-PSS that is bound to what RFC 9421 3.3.1 has", () => {
    expect(algorithmOf(boundPss("sha512", "sha512", 64))).toBe("rsa-pss-sha512");
  });
});
