import { describe, expect, test } from "vitest";
import { memoryNonces } from "./nonces/memory.ts";
import { definePolicy, type PolicyOptions } from "./policy.ts";

const good: PolicyOptions = { keys: () => undefined, nonces: memoryNonces(), tag: "shop" };

describe("a policy that contradicts itself is a bug", () => {
  test.each<[string, Partial<Record<keyof PolicyOptions, unknown>>]>([
    ["a tag is demanded, and none said", { tag: undefined }],
    ["a nonce is demanded, and nobody remembers it", { nonces: undefined }],
    ["a nonce without a time cannot be forgotten", { parameters: ["nonce", "keyid"], tag: undefined }],
    ["a parameter that there is not", { parameters: ["created", "user"] }],
    ["a component that there is not", { components: ["@body"] }],
    ["a component twice", { components: ["date", "date"] }],
    ["an algorithm that there is not", { algorithms: ["rsa-v1_5-sha256"] }],
    ["no label", { labels: [] }],
    ["a negative age", { maximumAge: -1 }],
    ["an age that is no number", { maximumAge: Number.NaN }],
    ["a tolerance without end", { tolerance: Number.POSITIVE_INFINITY }],
    ["a host that is none", { authorities: ["https://shop.example/"] }],
  ])("%s", (_story, options) => {
    expect(() => definePolicy({ ...good, ...options } as PolicyOptions)).toThrow(TypeError);
  });

  test("the good twin", () => {
    expect(definePolicy({ ...good, authorities: ["Shop.example:8443"], components: ["@method", "date"] }).tag).toBe(
      "shop",
    );
  });
});

test("the defaults", () => {
  const { components, parameters, maximumAge, tolerance, maximumBody, body } = definePolicy(good);

  expect(components.request.map(({ name }) => name)).toEqual(["@method", "@authority", "@path", "@query"]);
  expect({ parameters, maximumAge, tolerance, maximumBody, body }).toEqual({
    parameters: ["created", "expires", "nonce", "keyid", "tag"],
    maximumAge: 300,
    tolerance: 5,
    maximumBody: 1_048_576,
    body: "covered",
  });
});
