import { describe, expect, test } from "vitest";
import { parseComponent, parseComponents } from "./component.ts";

describe("a component is refused", () => {
  test.each([
    ["an upper-case header", "Content-Type", "malformed-component"],
    ["an upper-case derived component", "@Method", "unknown-component"],
    ["an unknown derived component", "@body", "unknown-component"],
    ["the parameters themselves", "@signature-params", "unknown-component"],
    ["a pseudo-header of HTTP/2", ":authority", "malformed-component"],
    ["a space", "content type", "malformed-component"],
    ["a name without end", "a".repeat(129), "malformed-component"],
    ["nothing", "", "malformed-component"],
    ["beyond ASCII", "\u00e4", "malformed-component"],
    ["a line break", "a\nb", "malformed-component"],
    ["an unknown parameter", "date;foo", "unknown-parameter"],
    ["__proto__ as a parameter", "date;__proto__", "malformed-component"],
    ["a parameter twice", "date;bs;bs", "duplicate-parameter"],
    ["two keys", 'example-dict;key="a";key="b"', "duplicate-parameter"],
    ["a flag that is false", "date;bs=?0", "malformed-parameter"],
    ["a flag with a value", "date;sf=1", "malformed-parameter"],
    ["a key that is a token", "example-dict;key=a", "malformed-parameter"],
    ["bs and sf", "date;bs;sf", "incompatible-component"],
    ["bs and key", 'example-dict;bs;key="a"', "incompatible-component"],
    ["a name on a header", 'date;name="a"', "incompatible-component"],
    ["a query parameter without a name", "@query-param", "incompatible-component"],
    ["a query parameter with a key", '@query-param;key="a"', "incompatible-component"],
    ["a name on another derived component", '@query;name="a"', "incompatible-component"],
    ["a derived component from trailers", "@method;tr", "incompatible-component"],
    ["sf on a derived component", "@query;sf", "incompatible-component"],
    ["req in a request", "date;req", "incompatible-component"],
    ["req on a derived component in a request", "@method;req", "incompatible-component"],
    ["a long key", `example-dict;key="${"a".repeat(600)}"`, "malformed-parameter"],
  ])("%s", (_story, text, reason) => {
    expect(parseComponent(text, "request")).toMatchObject({ ok: false, reason });
  });
});

test.each([
  ["content-digest", `"content-digest"`],
  ["content-digest;sf", `"content-digest";sf`],
  ["x-a;tr;bs", `"x-a";tr;bs`],
  ['example-dict;key="a\\"b"', `"example-dict";key="a\\"b"`],
])("%s is written as it was given", (text, id) => {
  expect(parseComponent(text, "request")).toMatchObject({ ok: true, value: { id } });
});

describe("a list", () => {
  test.each([
    ["the same twice", ["date", "date"], "duplicate-component"],
    ["the same with parameters in another order", ["x-a;tr;bs", "x-a;bs;tr"], "duplicate-component"],
    ["one key, once strictly (RFC 9421 2.1.2)", ['d;key="a"', 'd;key="a";sf'], "duplicate-component"],
    ["so in another order", ['d;sf;key="a"', 'd;key="a"'], "duplicate-component"],
    ["too many", Array.from({ length: 65 }, (_, at) => `x-${at}`), "oversize"],
  ])("%s", (_story, texts, reason) => {
    expect(parseComponents(texts, "request")).toMatchObject({ ok: false, reason });
  });

  test("the same name with parameters that make it another", () => {
    const texts = ["date", "date;req", "date;bs", "date;sf", "date;tr", 'd;key="a"', 'd;key="b"', 'd;key="a";tr'];
    expect(parseComponents(texts, "response")).toMatchObject({ ok: true });
  });
});
