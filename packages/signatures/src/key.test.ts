import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readSecret, readSigningKey, readVerifyingKey, secretKey, signingKey, verifyingKey } from "./key.ts";
import * as rfc from "./testing/rfc9421-key-texts.ts";
import { must } from "./testing/must.ts";
import { publicKeys } from "./testing/rfc9421-keys.ts";

const small = generateKeyPairSync("rsa", { modulusLength: 1_024 });

const fair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
/** With this exponent every signature is right that is written down. */
const one = JSON.stringify({ ...fair.publicKey.export({ format: "jwk" }), e: "AQ" });
const three = JSON.stringify({ ...fair.publicKey.export({ format: "jwk" }), e: "Aw" });
const der = (type: "spki" | "pkcs1"): string => fair.publicKey.export({ type, format: "der" }).toString("base64");
const certificate =
  "MIIBNDCB56ADAgECAhRQOl3lSkgs0QjEUwts3tFkQElxNzAFBgMrZXAwDzENMAsGA1UEAwwEc2hvcDAgFw0yNjExMjEyMjMwMjZaGA8yMTI2MTAyODIyMzAyNlowDzENMAsGA1UEAwwEc2hvcDAqMAUGAytlcAMhAF5E5WROFXYKh3/IRubJkJ0uY2rlYI3yFhtCWXmfWWTko1MwUTAdBgNVHQ4EFgQUPtE0tbQxfOy/BahfQqsXKvaIiIgwHwYDVR0jBBgwFoAUPtE0tbQxfOy/BahfQqsXKvaIiIgwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQDHcYWnKFjAqxXNYsZwwrBnpSMXRnoFJPzNk4n9PCs0V/oWFbm2PUrW36NdiXKqiLmLDlPU4105Y1mt8YsfJSAC";

const owned = JSON.parse(rfc.ed25519Jwk) as object;

describe("a key is read", () => {
  test.each([
    ["Ed25519", rfc.ed25519Private, "ed25519"],
    ["Ed25519 as a JWK", rfc.ed25519Jwk, "ed25519"],
    ["P-256 as SEC 1", rfc.eccPrivate, "ecdsa-p256-sha256"],
    ["RSA-PSS", rfc.rsaPssPrivate, "rsa-pss-sha512"],
    ["a secret as a JWK", JSON.stringify({ kty: "oct", k: randomBytes(32).toString("base64url") }), "hmac-sha256"],
    ["a JWK for signatures", JSON.stringify({ ...owned, use: "sig", key_ops: ["sign", "verify"] }), "ed25519"],
    ["with spaces around", `\n ${rfc.ed25519Private} \n`, "ed25519"],
  ])("%s, to sign", (_story, text, algorithm) => {
    expect(must(readSigningKey("k", text))).toMatchObject({ keyid: "k", algorithm });
  });

  test("a private key gives the public one to verify with", () => {
    const { key } = must(readVerifyingKey(rfc.ed25519Private));

    expect(key.type).toBe("public");
    expect(key.equals(publicKeys.ed25519.key)).toBe(true);
  });
});

describe("a key is refused", () => {
  const jwk = JSON.parse(rfc.eccJwk) as object;
  test.each([
    ["nothing", "", "malformed-key"],
    ["prose", "ssh-ed25519 AAAA", "malformed-key"],
    ["a broken PEM", rfc.ed25519Private.replace("MC4C", "MC4D"), "malformed-key"],
    ["a public key to sign with", rfc.ed25519Public, "malformed-key"],
    ["broken JSON", "{", "malformed-key"],
    ["a JWK whose use is encryption", JSON.stringify({ ...owned, use: "enc" }), "malformed-key"],
    ["a JWK whose use is a number", JSON.stringify({ ...owned, use: 1 }), "malformed-key"],
    ["a JWK that only verifies", JSON.stringify({ ...owned, key_ops: ["verify"] }), "malformed-key"],
    ["a JWK that does nothing", JSON.stringify({ ...owned, key_ops: [] }), "malformed-key"],
    ["a JWK whose operations are a number", JSON.stringify({ ...owned, key_ops: 1 }), "malformed-key"],
    ["a JWK for encryption only", JSON.stringify({ ...jwk, alg: "ECDH-ES" }), "malformed-key"],
    ["a JWK that says another algorithm", JSON.stringify({ ...jwk, alg: "ES384" }), "malformed-key"],
    ["RSA of 1,024 bits", small.privateKey.export({ format: "pem", type: "pkcs8" }) as string, "weak-key"],
    ["a short secret", JSON.stringify({ kty: "oct", k: "c2hvcnQ" }), "weak-key"],
    ["too long", `${rfc.ed25519Private}${"\n".repeat(20_000)}`, "malformed-key"],
  ])("%s", (_story, text, reason) => {
    const read = readSigningKey("k", text);

    expect(read).toMatchObject({ ok: false, reason });
    expect(JSON.stringify(read)).not.toContain("c2hvcnQ");
  });

  test.each([
    ["RSA of 1,024 bits", small.publicKey.export({ format: "pem", type: "spki" }) as string, "weak-key"],
    ["a short secret", JSON.stringify({ kty: "oct", k: "c2hvcnQ" }), "weak-key"],
    [
      "a curve that RFC 9421 does not have",
      generateKeyPairSync("ec", { namedCurve: "secp256k1" }).publicKey.export({
        format: "pem",
        type: "spki",
      }) as string,
      "malformed-key",
    ],
    ["RSA with the exponent 1", one, "weak-key"],
    ["a JWK whose use is encryption", JSON.stringify({ ...owned, use: "enc" }), "malformed-key"],
    ["a JWK for another operation", JSON.stringify({ ...owned, key_ops: ["deriveBits"] }), "malformed-key"],
  ])("%s, to verify with", (_story, text, reason) => {
    expect(readVerifyingKey(text)).toMatchObject({ ok: false, reason });
  });

  test.each([
    ["RSA with the exponent 3", three],
    ["a JWK that verifies", JSON.stringify({ ...owned, key_ops: ["verify"] })],
    ["a private JWK that signs, for its public part", JSON.stringify({ ...owned, key_ops: ["sign"] })],
  ])("the good twin: %s, to verify with", (_story, text) => {
    expect(readVerifyingKey(text)).toMatchObject({ ok: true });
  });

  test("a public key object to sign with", () => {
    expect(signingKey("k", createPublicKey(rfc.ed25519Public))).toMatchObject({ reason: "malformed-key" });
  });
});

describe("a key object to verify with", () => {
  test.each([
    ["Ed25519", generateKeyPairSync("ed25519").publicKey, "ed25519"],
    ["P-384", generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey, "ecdsa-p384-sha384"],
    ["RSA of 2,048 bits", generateKeyPairSync("rsa", { modulusLength: 2_048 }).publicKey, "rsa-pss-sha512"],
    ["a secret of 32 bytes", createSecretKey(randomBytes(32)), "hmac-sha256"],
  ])("%s", (_story, key, algorithm) => {
    expect(must(verifyingKey(key))).toEqual({ algorithm, key });
  });

  test("of a private key nothing but the public part is kept", () => {
    const { key } = must(verifyingKey(createPrivateKey(rfc.ed25519Private)));

    expect(key.type).toBe("public");
    expect(key.equals(publicKeys.ed25519.key)).toBe(true);
  });

  test.each([
    ["a secret of 31 bytes", createSecretKey(randomBytes(31)), "weak-key"],
    ["RSA of 1,024 bits", small.publicKey, "weak-key"],
    ["X25519", generateKeyPairSync("x25519").publicKey, "malformed-key"],
  ])("%s is refused", (_story, key, reason) => {
    expect(verifyingKey(key)).toMatchObject({ ok: false, reason });
  });
});

describe("a secret", () => {
  test.each([
    [0, "weak-key"],
    [31, "weak-key"],
    [32, undefined],
  ])("of %i bytes", (size, reason) => {
    const made = secretKey(randomBytes(size));

    expect(made.ok ? undefined : made.reason).toBe(reason);
  });

  test.each([
    ["base64", randomBytes(32).toString("base64"), undefined],
    ["base64url", randomBytes(32).toString("base64url"), undefined],
    ["31 bytes", randomBytes(31).toString("base64"), "weak-key"],
    ["a public PEM, which everybody knows", rfc.ed25519Public, "malformed-key"],
    ["the inside of a public PEM", rfc.ed25519Public.split("\n")[1] ?? "", "malformed-key"],
    ["as long as may be", "A".repeat(16_384), undefined],
    ["longer", "A".repeat(16_388), "malformed-key"],
    ["a public RSA key as SPKI", der("spki"), "malformed-key"],
    ["a public RSA key as PKCS #1", der("pkcs1"), "malformed-key"],
    ["the inside of a certificate", certificate, "malformed-key"],
    ["a JWK", rfc.ed25519Jwk, "malformed-key"],
    ["nothing", "", "malformed-key"],
  ])("%s", (_story, text, reason) => {
    const read = readSecret(text);

    expect(read.ok ? undefined : read.reason).toBe(reason);
  });
});
