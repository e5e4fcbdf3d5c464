import { describe, expect, test } from "vitest";
import { parseComponents } from "./component.ts";
import { coversDigest, uncovered } from "./cover.ts";
import { must } from "./testing/must.ts";

describe("the digest of the message's own body", () => {
  test.each([
    ["content-digest"],
    ["content-digest;sf"],
    ["content-digest;bs"],
    ['content-digest;key="sha-256"'],
    ['content-digest;key="sha-512"'],
    ['content-digest;sf;key="sha-256"'],
  ])("is covered by %s", (text) => {
    expect(coversDigest(must(parseComponents(["date", text], "response")))).toBe(true);
  });

  test.each([
    ["the request's", "content-digest;req"],
    ["that of a trailer", "content-digest;tr"],
    ["a member that nobody compares", 'content-digest;key="blake3"'],
    ["the digest of the representation", "repr-digest"],
    ["that it is wanted", "want-content-digest"],
  ])("is not covered by %s", (_story, text) => {
    expect(coversDigest(must(parseComponents(["date", text], "response")))).toBe(false);
  });
});

test.each([
  ["@scheme", undefined],
  ["@authority", undefined],
  ["@path", undefined],
  ["@query", undefined],
  ["@method", '"@method"'],
  ["@request-target", '"@request-target"'],
])("the target URI has %s in it, or not", (name, open) => {
  const demanded = must(parseComponents([name], "request"));

  expect(uncovered(demanded, must(parseComponents(["@target-uri"], "request")))?.canonical).toBe(open);
});
