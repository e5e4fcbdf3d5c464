import { describe, expect, test } from "vitest";
import { digestField } from "./digest.ts";
import { signDescribed } from "./described-request.ts";
import { parseHttpText } from "./http-text.ts";
import { sign } from "./sign.ts";
import type { SignOptions } from "./sign-options.ts";
import { must } from "./testing/must.ts";
import { ada, body, noon, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

describe("signing is refused", () => {
  test.each<[string, Partial<SignOptions>, string]>([
    ["a label that is none", { label: "Sig 1" }, "malformed-parameter"],
    ["a tag beyond ASCII", { tag: "caf\u00e9" }, "malformed-parameter"],
    ["an empty nonce", { nonce: "" }, "malformed-parameter"],
    ["a nonce with a line break", { nonce: "a\nb" }, "malformed-parameter"],
    ["a keyid with a null byte", { key: { ...ada, keyid: "a\u0000" } }, "malformed-parameter"],
    ["a time before 1970", { now: () => -100 }, "malformed-parameter"],
    ["a lifetime beyond what a field can say", { lifetime: 1e15 }, "malformed-parameter"],
    ["a lifetime that ends before it begins", { lifetime: -1 }, "malformed-parameter"],
    ["a lifetime of a part of a second", { lifetime: 0.5 }, "malformed-parameter"],
    ["a time that is no number", { now: () => Number.NaN }, "malformed-parameter"],
    ["a header that is not there", { components: ["x-absent"] }, "missing-component"],
    ["a status of a request", { components: ["@status"] }, "incompatible-component"],
    ["a component twice", { components: ["@path", "@path"] }, "duplicate-component"],
    ["a key twice", { components: ['priority;key="u"', 'priority;key="u";sf'] }, "duplicate-component"],
    ["more than may be covered", { components: Array.from({ length: 65 }, (_, at) => `x-${at}`) }, "oversize"],
    [
      "more than may be covered, with the digest",
      { components: Array.from({ length: 64 }, (_, at) => `x-${at}`) },
      "oversize",
    ],
  ])("%s", async (_story, options, reason) => {
    expect(await sign(order, { key: ada, tag: "shop", body, ...options })).toMatchObject({ ok: false, reason });
  });

  test.each<[string, object, string]>([
    ["that there is not", { lifeTime: 60 }, "no option lifeTime"],
    ["that is inherited, and that there is not", Object.create({ ttl: 60 }), "no option ttl"],
    ["without which nobody signs", { key: undefined }, "key"],
    ["null for a key", { key: null }, "key"],
    ["a key's text for a key", { key: "-----BEGIN" }, "key"],
    ["a digest that is no longer secure", { digest: "md5" }, "digest"],
    ["a name of JavaScript for a digest", { digest: "constructor" }, "digest"],
    ["a lifetime in words", { lifetime: "60" }, "lifetime"],
    ["a body as text", { body: "hello" }, "body"],
    ["components in one text", { components: "@method" }, "components"],
    ["a parameter that there is not", { parameters: ["user"] }, "parameters"],
    ["a time for a clock", { now: noon }, "now"],
    ["types that are no Map", { structuredFields: {} }, "structuredFields"],
  ])("an option %s is a bug", async (_story, options, told) => {
    const made = Object.assign(
      Object.create(Object.getPrototypeOf(options) as object),
      { key: ada },
      options,
    ) as SignOptions;

    await expect(sign(order, made)).rejects.toThrow(TypeError);
    await expect(sign(order, made)).rejects.toThrow(told);
  });

  test.each<[string, string, Buffer | undefined, string | undefined]>([
    ["is of another body", digestField(Buffer.from("other")), body, "digest-mismatch"],
    ["is of an empty body", digestField(Buffer.alloc(0)), body, "digest-mismatch"],
    ["is none", "sha-256=7", body, "malformed-digest"],
    ["the good twin: is of the body", digestField(body, ["sha-512"]), body, undefined],
    ["the good twin: is of a body that flows", digestField(Buffer.from("other")), undefined, undefined],
  ])("a Content-Digest that %s", async (_story, digest, given, reason) => {
    const message = { ...order, headers: [["Content-Digest", digest]] as const };
    const signed = await sign(message, { key: ada, ...(given === undefined ? {} : { body: given }) });

    expect(signed.ok ? undefined : signed.reason).toBe(reason);
  });

  test.each<[string, string | undefined]>([
    ["signature", "incompatible-component"],
    ["signature-input", "incompatible-component"],
    ["signature;sf", "incompatible-component"],
    ["signature;bs", "incompatible-component"],
    ['signature;key="first"', undefined],
    ['signature-input;key="first"', undefined],
  ])("a field that changes with the signature cannot be in it, another's member can: %s", async (component, reason) => {
    const first = await signedBy(order, { body, label: "first" });
    const components = ["@method", "@target-uri", component];
    const signed = await sign(first, { key: ada, tag: "shop", body, components, now: () => noon });

    expect(signed.ok ? undefined : signed.reason).toBe(reason);
    if (!signed.ok) return;
    const both = { ...first, headers: [...first.headers, ...signed.headers] };
    expect(await verify(both, shopPolicy({ labels: ["sig1"] }), body)).toMatchObject({ ok: true });
  });

  test("a label that is taken", async () => {
    expect(await sign(await signedBy(order, { body }), { key: ada, body })).toMatchObject({
      reason: "duplicate-label",
    });
  });

  test("a header that stands twice and is no list", async () => {
    const headers = [
      ["Content-Type", "text/plain"],
      ["content-type", "text/html"],
    ] as const;
    expect(await sign({ ...order, headers }, { key: ada, components: ["content-type"] })).toMatchObject({
      reason: "ambiguous-header",
    });
  });
});

test("strings with quotes and backslashes come back as they were", async () => {
  const policy = shopPolicy({ keys: () => undefined, tag: `a "tag" \\ with marks` });
  const message = await signedBy(order, { body, tag: `a "tag" \\ with marks` });

  expect(await verify(message, policy, body)).toMatchObject({ reason: "unknown-key" });
});

test.each([
  ["no body", undefined, []],
  ["an empty body", Buffer.alloc(0), []],
  ["a body", body, ["Content-Digest"]],
])("of %s", async (_story, sent, added) => {
  const signed = await sign(order, { key: ada, ...(sent === undefined ? {} : { body: sent }) });
  expect(signed.ok && signed.headers.map(([name]) => name)).toEqual([...added, "Signature-Input", "Signature"]);
});

test("two signatures in a row have two nonces", async () => {
  const nonces = await Promise.all(
    [1, 2].map(
      async () => ((await sign(order, { key: ada, body })) as { parameters?: { nonce?: string } }).parameters?.nonce,
    ),
  );

  expect(nonces[0]).toMatch(/^[\w-]{22}$/);
  expect(nonces[0]).not.toBe(nonces[1]);
});

describe("for the command line", () => {
  const described = {
    method: "POST",
    url: "https://shop.example/orders?a=[1]",
    headers: ["Content-Type: application/json"],
    body,
  };

  test("a described request is signed, and told as lines and as curl", async () => {
    const told = await signDescribed(described, { key: ada, tag: "shop", now: () => noon });
    if (!told.ok) throw new Error(told.reason);

    expect(told.lines.map((line) => line.split(":")[0])).toEqual(["Content-Digest", "Signature-Input", "Signature"]);
    expect(told.curl.slice(0, 6)).toEqual(["curl", "--globoff", "--path-as-is", "--request", "POST", "--header"]);
    expect(told.curl.slice(-3)).toEqual(["--data-binary", "@-", described.url]);
    const text = [
      "POST /orders?a=[1] HTTP/1.1",
      "Host: shop.example",
      ...described.headers,
      ...told.lines,
      `Content-Length: ${body.length}`,
      "",
      `${body.toString()}\n`,
    ];
    const read = must(parseHttpText(text.join("\r\n")));
    expect(await verify(read.message, shopPolicy(), read.body)).toMatchObject({ ok: true });
  });

  test("curl takes a header without a value with a semicolon", async () => {
    const told = await signDescribed({ ...described, headers: ["X-Empty:", "X-Full: a:"] }, { key: ada });

    expect(told.ok && told.curl.filter((each) => each.startsWith("X-"))).toEqual(["X-Empty;", "X-Full: a:"]);
    expect(told.ok && told.curl).toEqual(expect.arrayContaining(told.ok ? [...told.lines] : []));
  });

  test.each([
    ["a header without a colon", { ...described, headers: ["nonsense"] }, "malformed-message"],
    ["an address that is none", { ...described, url: "shop.example" }, "malformed-message"],
    ["a space in the address", { ...described, url: "https://shop.example/a b" }, "malformed-message"],
  ])("%s", async (_story, request, reason) => {
    expect(await signDescribed(request, { key: ada })).toMatchObject({ ok: false, reason });
  });

  test.each([
    ["nothing", "", "malformed-message"],
    ["no host", "GET / HTTP/1.1\n\n", "malformed-message"],
    ["two hosts", "GET / HTTP/1.1\nHost: a\nHost: b\n\n", "malformed-message"],
    ["a line that is no header", "GET / HTTP/1.1\nHost: a\nnonsense\n\n", "malformed-message"],
    ["a space before the colon", "GET / HTTP/1.1\nHost : a\n\n", "malformed-message"],
    ["endless headers", `GET / HTTP/1.1\n${"a: b\n".repeat(100_000)}`, "oversize"],
  ])("a text with %s is refused", (_story, text, reason) => {
    expect(parseHttpText(text)).toMatchObject({ ok: false, reason });
  });
});
