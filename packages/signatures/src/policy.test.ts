import { describe, expect, test } from "vitest";
import { memoryNonces } from "./nonces/memory.ts";
import { definePolicy } from "./policy.ts";
import type { PolicyOptions } from "./policy-options.ts";
import type { ParameterName } from "./signature-parameters.ts";
import { body, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

const good: PolicyOptions = { keys: () => undefined, nonces: memoryNonces(), tag: "shop" };

describe("what definePolicy refuses, by the name of the option", () => {
  test.each<[string, object, string]>([
    ["a tag is demanded, and none said", { tag: undefined }, "say which tag"],
    ["a nonce is demanded, and nobody remembers it", { nonces: undefined }, "give a nonce store"],
    ["a nonce without a time cannot be forgotten", { parameters: ["nonce", "keyid", "tag"] }, "created or expires"],
    ["a store that would be passed over", { parameters: ["keyid", "tag"] }, "give no nonce store"],
    ["an option that there is not", { authority: ["shop.example"] }, "no option authority"],
    ["an option by the name of a property", { toString: "shop" }, "no option toString"],
    ["an option that is inherited", Object.create({ body: "cover" }), "body"],
    ["an inherited option that there is not", Object.create({ authority: ["shop.example"] }), "no option authority"],
    ["no look-up", { keys: undefined }, "keys"],
    ["a map for a look-up", { keys: new Map() }, "keys"],
    ["a store that burns nothing", { nonces: { has: () => false } }, "nonces"],
    ["null for a store", { nonces: null }, "nonces"],
    ["a body that is neither", { body: "cover" }, "body"],
    ["a tag beyond ASCII", { tag: "caf\u00e9" }, "tag"],
    ["a tag with a line break", { tag: "a\nb" }, "tag"],
    ["an empty tag", { tag: "" }, "tag"],
    ["a tag longer than a message may have", { tag: "a".repeat(513) }, "tag"],
    ["a tag that is no text", { tag: 7 }, "tag"],
    ["no label", { labels: [] }, "labels"],
    ["a label for labels", { labels: "sig1" }, "labels"],
    ["a label that no header has", { labels: ["sig1", "Sig 2"] }, "labels"],
    ["a label longer than one that we sign with", { labels: ["a".repeat(65)] }, "labels"],
    ["more labels than a message may have", { labels: Array.from({ length: 17 }, (_, at) => `s${at}`) }, "labels"],
    ["a component that there is not", { components: ["@body"] }, "unknown-component"],
    ["a component twice", { components: ["date", "date"] }, "duplicate-component"],
    ["components in one text", { components: "@method" }, "components"],
    ["a parameter that there is not", { parameters: ["created", "user"] }, "parameters"],
    ["no algorithm", { algorithms: [] }, "algorithms"],
    ["an algorithm that there is not", { algorithms: ["rsa-v1_5-sha256"] }, "algorithms"],
    ["no host", { authorities: [] }, "authorities"],
    ["a host that is none", { authorities: ["https://shop.example/"] }, "https://shop.example/ is no host"],
    ["a negative age", { maximumAge: -1 }, "maximumAge"],
    ["an age that is no number", { maximumAge: Number.NaN }, "maximumAge"],
    ["an age in words", { maximumAge: "300" }, "maximumAge"],
    ["a tolerance without end", { tolerance: Number.POSITIVE_INFINITY }, "tolerance"],
    ["a size in words", { maximumBody: "1mb" }, "maximumBody"],
    ["a time for a clock", { now: 1_800_000_000 }, "now"],
    ["types that are no Map", { structuredFields: { flags: "dictionary" } }, "structuredFields"],
    ["a type that there is not", { structuredFields: new Map([["flags", "dict"]]) }, "structuredFields"],
    ["an upper-case field", { structuredFields: new Map([["Flags", "list"]]) }, "structuredFields"],
    ["a field's name without end", { listFields: new Set(["a".repeat(129)]) }, "listFields"],
    ["an upper-case list", { listFields: new Set(["Flags"]) }, "listFields"],
  ])("%s", (_story, options, told) => {
    const made = Object.assign(Object.create(Object.getPrototypeOf(options) as object), good, options) as PolicyOptions;

    expect(() => definePolicy(made)).toThrow(TypeError);
    expect(() => definePolicy(made)).toThrow(told);
  });

  test.each<[string, Partial<PolicyOptions>]>([
    ["everything", { authorities: ["Shop.example:8443", "[::1]"], components: ["@method", "date"], body: "ignored" }],
    ["labels, and types of fields", { labels: ["sig1", "*a.b-c_d"], listFields: new Set(["flags"]) }],
    ["a tag with quotes, as long as may be", { tag: `"\\${"a".repeat(510)}`, algorithms: ["ed25519"] }],
    ["a nonce that is burnt when it is there", { parameters: ["created", "tag"] }],
  ])("the good twin: %s", (_story, options) => {
    expect(definePolicy({ ...good, ...options }).nonces).toBe(good.nonces);
  });

  test("no store, where nothing asks for one", () => {
    const { nonces: _, ...rest } = good;
    expect(definePolicy({ ...rest, parameters: ["keyid", "tag"] }).nonces).toBeUndefined();
  });
});

test.each<[string, unknown]>([
  ["not a number", Number.NaN],
  ["nothing", undefined],
  ["a promise", Promise.resolve(1)],
  ["a date in words", "2026-11-21T20:00:00Z"],
  ["no end", Number.POSITIVE_INFINITY],
])("a clock that says %s is a bug, and accepts nothing", async (_story, said) => {
  const policy = shopPolicy({ now: () => said as number });

  await expect(verify(await signedBy(order, { body, lifetime: 60 }), policy, body)).rejects.toThrow(
    "definePolicy: now",
  );
});

test("what is done to the options afterwards changes no policy", () => {
  const parameters: ParameterName[] = ["created", "keyid", "tag"];
  const policy = definePolicy({ ...good, parameters });
  parameters.length = 0;

  expect(policy.parameters).toEqual(["created", "keyid", "tag"]);
});

test.each([
  ["of a response, for a request", ["@status"], "the policy has components that no request has"],
  ["of a request, for a request", ["@method"], undefined],
])("components %s", async (_story, components, detail) => {
  const verified = await verify(await signedBy(order, { body }), shopPolicy({ components }), body);

  expect(verified).toMatchObject(detail === undefined ? { ok: true } : { reason: "uncovered-component", detail });
});

test("the defaults", () => {
  const { components, parameters, maximumAge, tolerance, maximumBody, body } = definePolicy(good);

  expect(components.request?.map(({ name }) => name)).toEqual(["@method", "@authority", "@path", "@query"]);
  expect({ parameters, maximumAge, tolerance, maximumBody, body }).toEqual({
    parameters: ["created", "expires", "nonce", "keyid", "tag"],
    maximumAge: 300,
    tolerance: 5,
    maximumBody: 1_048_576,
    body: "covered",
  });
});
