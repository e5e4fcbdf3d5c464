import { describe, expect, test } from "vitest";
import { parseHttpText } from "./http-text.ts";
import type { Message } from "./message.ts";
import type { FieldType } from "./structured-field.ts";
import { get, valueOf } from "./testing/component-value.ts";
import { must } from "./testing/must.ts";

describe("header fields (RFC 9421 2.1)", () => {
  const text = [
    "GET / HTTP/1.1",
    "Host: www.example.com",
    "Date: Tue, 20 Apr 2021 02:07:56 GMT",
    "X-OWS-Header:   Leading and trailing whitespace.   ",
    "X-Obs-Fold-Header: Obsolete",
    "    line folding.",
    "X-Three-Lines: one",
    "\ttwo",
    " three",
    "Cache-Control: max-age=60",
    "Cache-Control:    must-revalidate",
    "Example-Dict:  a=1,    b=2;x=1;y=2,   c=(a   b   c), d",
    "X-Empty-Header: ",
    "Set-Cookie: a=1, b",
    "Set-Cookie: c",
    "Content-Type: text/plain",
    "Content-Type: text/html",
    "Deprecation: @1659578233",
    "Deprecation: @1659578234",
  ].join("\r\n");
  const { message } = must(parseHttpText(text));

  test.each([
    ["as it is", "date", "Tue, 20 Apr 2021 02:07:56 GMT"],
    ["spaces around", "x-ows-header", "Leading and trailing whitespace."],
    ["an obsolete fold", "x-obs-fold-header", "Obsolete line folding."],
    ["a fold of two line breaks", "x-three-lines", "one two three"],
    ["a list in two lines", "cache-control", "max-age=60, must-revalidate"],
    ["a dictionary as text", "example-dict", "a=1,    b=2;x=1;y=2,   c=(a   b   c), d"],
    ["a dictionary, strictly", "example-dict;sf", "a=1, b=2;x=1;y=2, c=(a b c), d"],
    ["a member", 'example-dict;key="a"', "1"],
    ["a member with parameters", 'example-dict;key="b"', "2;x=1;y=2"],
    ["an inner list", 'example-dict;key="c"', "(a b c)"],
    ["a member without a value", 'example-dict;key="d"', "?1"],
    ["a member that is not there", 'example-dict;key="e"', "refused: missing-component"],
    ["__proto__ as a member", 'example-dict;key="__proto__"', "refused: missing-component"],
    ["an empty header", "x-empty-header", ""],
    ["a header that is not there", "x-absent", "refused: missing-component"],
    ["a member of what is no structured field", 'date;key="a"', "refused: unknown-field-type"],
    ["strictly, of an unknown field", "date;sf", "refused: unknown-field-type"],
    ["Set-Cookie twice, joined", "set-cookie", "refused: ambiguous-header"],
    ["Set-Cookie twice, wrapped", "set-cookie;bs", ":YT0xLCBi:, :Yw==:"],
    ["Content-Type twice", "content-type", "refused: ambiguous-header"],
    ["a structured field that is an item, twice", "deprecation", "refused: ambiguous-header"],
  ])("%s", (_story, component, value) => {
    expect(valueOf(message, component)).toBe(value);
  });

  test.each([
    ["two lines", ["value, with, lots", "of, commas"], ":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:"],
    ["one line", ["value, with, lots, of, commas"], ":dmFsdWUsIHdpdGgsIGxvdHMsIG9mLCBjb21tYXM=:"],
    ["bytes beyond ASCII", ["caf\u00e9"], ":Y2Fm6Q==:"],
    ["what is no byte", ["\u20ac"], "refused: malformed-value"],
    ["a lone surrogate", ["\ud800"], "refused: malformed-value"],
    ["a line break that is no fold", ["a\nb"], "refused: malformed-value"],
    ["a fold of a bare line feed", ["a\n b"], ":YSBi:"],
    ["a bare carriage return", ["a\r b"], "refused: malformed-value"],
    ["a null byte", ["a\u0000b"], "refused: malformed-value"],
  ])("binary-wrapped (RFC 9421 2.1.3): %s", (_story, values, value) => {
    expect(
      valueOf(
        get(
          "/",
          values.map((each) => ["Example-Header", each]),
        ),
        "example-header;bs",
      ),
    ).toBe(value);
  });

  test("beyond ASCII without bs", () => {
    expect(valueOf(get("/", [["X-Name", "caf\u00e9"]]), "x-name")).toBe("refused: malformed-value");
  });

  test.each([
    ["a whole decimal would become an integer", "a=1.0", "refused: malformed-value"],
    ["so in a parameter", "a=1;v=2.00", "refused: malformed-value"],
    ["a negative one", "a=-7.0", "refused: malformed-value"],
    ["a decimal with a fraction", "a=1.50", "a=1.5"],
    ["a version in a string", `a="v 1.0, =1.0"`, `a="v 1.0, =1.0"`],
    ["a version in a token", "a=v1.0", "a=v1.0"],
    ["a date", "a=@1659578233", "a=@1659578233"],
    ["no dictionary", "a==", "refused: malformed-value"],
    ["as long as may be", `a=${"b".repeat(16_382)}`, `a=${"b".repeat(16_382)}`],
    ["longer", `a=${"b".repeat(16_383)}`, "refused: oversize"],
  ])("strict serialisation: %s", (_story, given, value) => {
    expect(valueOf(get("/", [["Example-Dict", given]]), "example-dict;sf")).toBe(value);
  });

  const lost = "refused: malformed-value";
  test.each<[FieldType, string, string[], string]>([
    ["dictionary", 'x-grant;key="role"', ["role=admin, role=user"], lost],
    ["dictionary", 'x-grant;key="role"', ["role=admin", "role=user"], lost],
    ["dictionary", 'x-grant;key="role"', ["rank=1", "role=user"], "user"],
    ["dictionary", 'x-grant;key="p"', ["p=1;to=eve;to=bob"], lost],
    ["dictionary", 'x-grant;key="p"', ["p=1;to=bob, q=1;to=eve"], "1;to=bob"],
    ["dictionary", "x-grant;sf", ["role=admin, role=user"], lost],
    ["dictionary", "x-grant;sf", ["a=(b;c=2;c=1)"], lost],
    ["dictionary", "x-grant;sf", ["a=(b);c=2;c=1"], lost],
    ["dictionary", "x-grant;sf", ["a=(b;c=1  d;c=1);c"], "a=(b;c=1 d;c=1);c"],
    ["dictionary", "x-grant;sf", ['a="x, y;z"'], 'a="x, y;z"'],
    ["dictionary", "x-grant;sf", [String.raw`a=%"x\", b;c`], String.raw`a=%"x\", b;c`],
    ["dictionary", "x-grant;sf", [String.raw`a="x\", b;c"`], String.raw`a="x\", b;c"`],
    ["list", "x-grant;sf", ["a,1.0"], lost],
    ["list", "x-grant;sf", ["a,\t1.0"], lost],
    ["list", "x-grant;sf", ["(1.0)"], lost],
    ["dictionary", "x-grant;sf", [""], ""],
    ["list", "x-grant;sf", ["a;to=eve;to=bob"], lost],
    ["list", "x-grant;sf", ["(a;to=eve;to=bob)"], lost],
    ["list", "x-grant;sf", ["a", "a;to=bob"], "a, a;to=bob"],
    ["item", "x-grant;sf", ["pay;to=eve;to=bob"], lost],
    ["item", "x-grant;sf", ["pay; to=bob; at"], "pay;to=bob;at"],
  ])("%s, %s: of %j nothing is lost on the way: %s", (type, component, lines, value) => {
    const fields = lines.map((line) => ["X-Grant", line] as const);

    expect(valueOf(get("/", fields), component, new Map([["x-grant", type]]))).toBe(value);
  });

  test("trailers are never mixed with headers (RFC 9421 2.1.4)", () => {
    const both: Message = {
      status: 200,
      headers: [["Expires", "now"]],
      trailers: () => [["Expires", "Wed, 9 Nov 2022 07:28:00 GMT"]],
    };

    expect(valueOf(both, "expires")).toBe("now");
    expect(valueOf(both, "expires;tr")).toBe("Wed, 9 Nov 2022 07:28:00 GMT");
    expect(valueOf({ ...both, trailers: [] }, "expires;tr")).toBe("refused: missing-component");
  });
});
