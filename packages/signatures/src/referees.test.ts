import { generateKeyPairSync, type KeyObject } from "node:crypto";
import * as sigLibrary from "http-message-sig";
import { createSigner, createVerifier, httpbis } from "http-message-signatures";
import { describe, expect, test, vi } from "vitest";
import { type Algorithm, signBytes, verifyBytes } from "./algorithm.ts";
import { secretKey, type SigningKey, signingKey, type VerifyingKey, verifyingKey } from "./key.ts";
import type { RequestMessage } from "./message.ts";
import { must } from "./testing/must.ts";
import { body, changed, noon, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

/** A pair of every algorithm; the referees know the first four by the same names. */
const secret = must(secretKey(Buffer.alloc(32, 7)));
const pairs: readonly (readonly [Algorithm, KeyObject, KeyObject])[] = [
  ["hmac-sha256", secret.key, secret.key],
  ...Object.entries({
    ed25519: generateKeyPairSync("ed25519"),
    "ecdsa-p256-sha256": generateKeyPairSync("ec", { namedCurve: "P-256" }),
    "rsa-pss-sha512": generateKeyPairSync("rsa", { modulusLength: 2_048 }),
  }).map(([name, { privateKey, publicKey }]) => [name as Algorithm, privateKey, publicKey] as const),
];

function ours(own: KeyObject, other: KeyObject): { key: SigningKey; known: VerifyingKey } {
  return { key: must(signingKey("ada", own)), known: must(verifyingKey(other)) };
}

/** The form of http-message-signatures. */
function plain({ method, targetUri, headers }: RequestMessage): {
  method: string;
  url: string;
  headers: Record<string, string>;
} {
  return {
    method,
    url: targetUri,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
  };
}

/** The form of http-message-sig. */
function described({ method, targetUri, headers }: RequestMessage): sigLibrary.RequestDescriptor {
  return { kind: "request", method, targetUri, fields: headers.map(([name, value]) => ({ name, value })) };
}

const components = ["@method", "@authority", "@path", "@query", "content-digest", "content-type"];

describe("http-message-signatures", () => {
  test.each(pairs)("verifies what we sign: %s", async (algorithm, own, other) => {
    const { key } = ours(own, other);
    const message = await signedBy(order, { body, key, components });
    const keyLookup = async () => ({ id: "ada", algs: [algorithm], verify: createVerifier(referee(other), algorithm) });
    const config = {
      keyLookup,
      requiredFields: components,
      requiredParams: ["created", "nonce"],
      notAfter: new Date((noon + 60) * 1_000),
    };

    expect(await atNoon(() => httpbis.verifyMessage(config, plain(message)))).toBe(true);
    const put = { ...plain(message), method: "PUT" };
    expect(await atNoon(() => httpbis.verifyMessage(config, put).catch(() => false))).toBe(false);
  });

  test.each(pairs)("signs what we verify: %s", async (algorithm, own, other) => {
    const { known } = ours(own, other);
    const digested = await signedBy(order, { body });
    const headers = digested.headers.filter(([name]) => !name.startsWith("Signature"));
    const paramValues = {
      created: new Date(noon * 1_000),
      expires: new Date((noon + 60) * 1_000),
      nonce: "n",
      tag: "shop",
    };
    const params = ["created", "expires", "nonce", "keyid", "alg", "tag"];
    const config = { key: createSigner(referee(own), algorithm, "ada"), fields: components, params, paramValues };
    const signed = await httpbis.signMessage(config, plain({ ...order, headers }));
    const message = {
      ...order,
      headers: Object.entries(signed.headers).map(([name, value]) => [name, value] as const),
    };

    const verified = await verify(message, shopPolicy({ keys: () => known }), body);

    // that library signs with the longest salt that fits; the standard has 64 bytes (RFC 9421 3.3.1)
    expect(verified).toMatchObject(algorithm === "rsa-pss-sha512" ? { reason: "bad-signature" } : { ok: true });
    const swapped = changed(message, "content-type", () => "text/plain");
    expect(await verify(swapped, shopPolicy({ keys: () => known }), body)).toMatchObject({ reason: "bad-signature" });
  });

  test("it passes a bad signature beside a good one, and a body that was swapped: we do not", async () => {
    const { key, known } = ours(pairs[1]?.[1] as KeyObject, pairs[1]?.[2] as KeyObject);
    const good = await signedBy(order, { body, key, label: "good" });
    const bad = `bad=:${"A".repeat(86)}==:`;
    const input = good.headers.find(([name]) => name === "Signature-Input")?.[1] ?? "";
    const headers = [...good.headers, ["Signature-Input", input.replace("good=", "bad=")], ["Signature", bad]] as const;

    expect(await verify({ ...good, headers }, shopPolicy({ keys: () => known }), body)).toMatchObject({
      reason: "bad-signature",
      label: "bad",
    });
  });
});

describe("http-message-sig", () => {
  test.each(pairs)("verifies what we sign: %s", async (algorithm, own, other) => {
    const { key } = ours(own, other);
    const message = await signedBy(order, { body, key, components });
    const verifier = {
      algorithm,
      verify: (data: Uint8Array, signature: Uint8Array) => verifyBytes(algorithm, other, data, signature),
    };
    const policy = {
      algorithms: [algorithm],
      requiredComponents: components,
      requiredParameters: ["created"],
      now: noon,
    };
    const options = { policy, resolveVerifier: () => verifier };

    await expect(sigLibrary.verifySignature(described(message), options)).resolves.toMatchObject({ label: "sig1" });
    await expect(sigLibrary.verifySignature(described({ ...message, method: "PUT" }), options)).rejects.toThrow();
  });

  test.each(pairs)("signs what we verify: %s", async (algorithm, own, other) => {
    const { known } = ours(own, other);
    const digested = await signedBy(order, { body });
    const headers = digested.headers.filter(([name]) => !name.startsWith("Signature"));
    const parameters = { created: noon, expires: noon + 60, nonce: "n", keyid: "ada", tag: "shop", alg: algorithm };
    const signer = { algorithm, sign: (data: Uint8Array) => signBytes(algorithm, own, data) };
    const signed = await sigLibrary.createSignature(described({ ...order, headers }), {
      label: "theirs",
      components,
      parameters,
      signer,
    });
    const message = {
      ...order,
      headers: [...headers, ["signature-input", signed.signatureInput], ["signature", signed.signature]] as const,
    };

    expect(await verify(message, shopPolicy({ keys: () => known }), body)).toMatchObject({
      ok: true,
      signatures: [{ label: "theirs" }],
    });
    expect(await verify({ ...message, method: "PUT" }, shopPolicy({ keys: () => known }), body)).toMatchObject({
      reason: "bad-signature",
    });
  });
});

/** That library takes a secret as bytes. */
function referee(key: KeyObject): KeyObject | Buffer {
  return key.type === "secret" ? key.export() : key;
}

/** That library reads the clock itself. */
async function atNoon<T>(run: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ now: noon * 1_000, toFake: ["Date"] });
  try {
    return await run();
  } finally {
    vi.useRealTimers();
  }
}
