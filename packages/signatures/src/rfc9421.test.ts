import { describe, expect, test } from "vitest";
import { parseHttpText } from "./http-text.ts";
import { readSigningKey, signingKey } from "./key.ts";
import type { RequestMessage } from "./message.ts";
import { definePolicy } from "./policy.ts";
import type { PolicyOptions } from "./policy-options.ts";
import { sign } from "./sign.ts";
import { cases, testRequest, testResponse } from "./testing/rfc9421-cases.ts";
import { eccJwk, ed25519Jwk, ed25519Private } from "./testing/rfc9421-key-texts.ts";
import * as rfc from "./testing/rfc9421-messages.ts";
import { must } from "./testing/must.ts";
import { publicKeys, rfcKeys } from "./testing/rfc9421-keys.ts";
import { verify } from "./verify.ts";

/** The examples have no expires, no nonce and no tag, and are from 2021. */
function policy(options: Partial<PolicyOptions> = {}): ReturnType<typeof definePolicy> {
  return definePolicy({
    keys: rfcKeys,
    parameters: ["created", "keyid"],
    components: [],
    body: "ignored",
    now: () => 1_618_884_480,
    ...options,
  });
}

function withFields(text: string, fields: string): string {
  const [head, body = ""] = text.split("\n\n");
  return `${head}\n${fields}\n\n${body}`;
}

describe("the test cases of B.2 verify, with the signature base that the RFC prints", () => {
  test.each(cases)("$section", async ({ label, fields, base }) => {
    const plain = label === "sig-b24" ? testResponse : testRequest;
    const { message, body } = must(parseHttpText(withFields(plain, fields)));

    const verified = await verify(message, policy({ labels: [label] }), body);

    expect(verified).toMatchObject({ ok: true, signatures: [{ label, base }] });
  });

  test.each(cases)("$section, and the digest of its body", async ({ fields }) => {
    const plain = fields.includes("@status") ? testResponse : testRequest;
    const { message, body } = must(parseHttpText(withFields(plain, fields)));

    const verified = await verify(message, policy({ body: "covered" }), body);

    const covers = fields.includes(`"content-digest"`);
    expect(verified).toMatchObject(covers ? { ok: true, body } : { ok: false, reason: "unsigned-body" });
  });
});

describe("what is deterministic is signed as the RFC signs it", () => {
  test.each([
    ["B.2.5", cases[4], ["created", "keyid"], ["date", "@authority", "content-type"]],
    [
      "B.2.6",
      cases[5],
      ["created", "keyid"],
      ["date", "@method", "@path", "@authority", "content-type", "content-length"],
    ],
  ] as const)("%s", async (section, { label, fields, base }, parameters, components) => {
    const { message } = must(parseHttpText(testRequest));
    const key = must(
      section === "B.2.6"
        ? readSigningKey("test-key-ed25519", ed25519Private)
        : signingKey("test-shared-secret", publicKeys.secret.key),
    );

    // the RFC leaves the digest out, which `sign` would cover
    const headers = message.headers.filter(([name]) => name !== "Content-Digest");
    const signed = await sign(
      { ...message, headers },
      { key, label, parameters, components, now: () => 1_618_884_473 },
    );

    expect(signed).toMatchObject({ ok: true, base });
    const lines = signed.ok ? signed.headers.map(([name, value]) => `${name}: ${value}`) : [];
    expect(lines.join("\n")).toBe(fields);
  });
});

describe("a proxy that ends TLS (B.3)", () => {
  test("its signature verifies", async () => {
    const { message, body } = must(parseHttpText(rfc.terminatedByProxy));

    expect(await verify(message, policy({ labels: ["ttrp"] }), body)).toMatchObject({ ok: true });
  });
});

describe("transformations on the way (B.4)", () => {
  test.each(Object.entries(rfc.transformed))("%s", async (story, text) => {
    const { message } = must(parseHttpText(text));

    const verified = await verify(message, policy());

    const broken = ["another method and host", "Accept in another order"].includes(story);
    expect(verified).toMatchObject(broken ? { ok: false, reason: "bad-signature" } : { ok: true });
  });
});

describe("responses bound to a request (2.4)", () => {
  test.each([
    ["parts of the request", testRequest, rfc.boundResponse],
    ["all that the signed request covers", rfc.signedRequest, rfc.boundResponseToSigned],
  ])("%s", async (_story, asked, answered) => {
    const request = must(parseHttpText(asked)).message as RequestMessage;
    const { message, body } = must(parseHttpText(answered, { request }));

    expect(await verify(message, policy({ body: "covered" }), body)).toMatchObject({ ok: true });
    const other = { ...message, request: { ...request, method: "PUT" } };
    expect(await verify(other, policy(), body)).toMatchObject({ ok: false, reason: "bad-signature" });
  });

  test("the signed request itself", async () => {
    const { message, body } = must(parseHttpText(rfc.signedRequest));

    expect(await verify(message, policy({ body: "covered" }), body)).toMatchObject({ ok: true });
  });
});

test("the example of section 3.2", async () => {
  const { message, body } = must(parseHttpText(rfc.verifiedExample));

  expect(await verify(message, policy({ body: "covered" }), body)).toMatchObject({ ok: true });
});

describe("two signatures (4.3)", () => {
  test("the client's verifies before the proxy", async () => {
    const { message, body } = must(parseHttpText(rfc.clientOfProxy));

    expect(await verify(message, policy({ body: "covered" }), body)).toMatchObject({ ok: true });
  });

  test("behind the proxy the client's own is broken, for the host is another", async () => {
    const { message, body } = must(parseHttpText(rfc.twiceSigned));

    const verified = await verify(message, policy({ labels: ["sig1"] }), body);

    expect(verified).toMatchObject({ ok: false, reason: "bad-signature", label: "sig1" });
  });

  test("PKCS #1 v1.5 is refused, whatever the message says", async () => {
    const { message, body } = must(parseHttpText(rfc.twiceSigned));

    const verified = await verify(message, policy({ labels: ["proxy_sig"] }), body);

    expect(verified).toMatchObject({ ok: false, reason: "wrong-algorithm", label: "proxy_sig" });
  });
});

test("the JWKs of B.1 are the keys of the PEMs", () => {
  const ed25519 = must(readSigningKey("a", ed25519Jwk));
  const ecc = must(readSigningKey("a", eccJwk));

  expect([ed25519.algorithm, ecc.algorithm]).toEqual(["ed25519", "ecdsa-p256-sha256"]);
  expect(publicKeys.rsaPss.algorithm).toBe("rsa-pss-sha512");
});
