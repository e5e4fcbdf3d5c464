import { describe, expect, test } from "vitest";
import { parseComponent } from "./component.ts";
import { readerOf } from "./component-value.ts";
import { isResponse, type Message, type RequestMessage } from "./message.ts";
import { parseHttpText } from "./http-text.ts";
import { must } from "./testing/rfc9421-keys.ts";

function valueOf(message: Message, text: string): string {
  const component = parseComponent(text, isResponse(message) ? "response" : "request");
  if (!component.ok) return `refused: ${component.reason}`;
  const structuredFields = new Map([["example-dict", "dictionary" as const]]);
  const value = must(readerOf(message, { structuredFields })).value(component.value);
  return value.ok ? value.value : `refused: ${value.reason}`;
}

function get(target: string, headers: RequestMessage["headers"] = []): RequestMessage {
  return { method: "GET", targetUri: `https://www.example.com${target}`, headers };
}

describe("header fields (RFC 9421 2.1)", () => {
  const text = [
    "GET / HTTP/1.1",
    "Host: www.example.com",
    "Date: Tue, 20 Apr 2021 02:07:56 GMT",
    "X-OWS-Header:   Leading and trailing whitespace.   ",
    "X-Obs-Fold-Header: Obsolete",
    "    line folding.",
    "Cache-Control: max-age=60",
    "Cache-Control:    must-revalidate",
    "Example-Dict:  a=1,    b=2;x=1;y=2,   c=(a   b   c), d",
    "X-Empty-Header: ",
    "Set-Cookie: a=1, b",
    "Set-Cookie: c",
    "Content-Type: text/plain",
    "Content-Type: text/html",
  ].join("\r\n");
  const { message } = must(parseHttpText(text));

  test.each([
    ["as it is", "date", "Tue, 20 Apr 2021 02:07:56 GMT"],
    ["spaces around", "x-ows-header", "Leading and trailing whitespace."],
    ["an obsolete fold", "x-obs-fold-header", "Obsolete line folding."],
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
  ])("strict serialisation: %s", (_story, given, value) => {
    expect(valueOf(get("/", [["Example-Dict", given]]), "example-dict;sf")).toBe(value);
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

describe("derived components (RFC 9421 2.2)", () => {
  test.each([
    ["@method", "GET"],
    ["@target-uri", "https://www.example.com/path?param=value&foo=bar&baz=bat%2Dman"],
    ["@authority", "www.example.com"],
    ["@scheme", "https"],
    ["@request-target", "/path?param=value&foo=bar&baz=bat%2Dman"],
    ["@path", "/path"],
    ["@query", "?param=value&foo=bar&baz=bat%2Dman"],
    ['@query-param;name="baz"', "bat-man"],
    ["@status", "refused: incompatible-component"],
  ])("%s", (component, value) => {
    expect(valueOf(get("/path?param=value&foo=bar&baz=bat%2Dman"), component)).toBe(value);
  });

  test.each([
    ["no path", "https://a.example", "@path", "/"],
    ["no path, in the target URI", "https://a.example", "@target-uri", "https://a.example/"],
    ["no query", "https://a.example/", "@query", "?"],
    ["an empty query", "https://a.example/?", "@query", "?"],
    ["an empty query, in the target URI", "https://a.example/?", "@target-uri", "https://a.example/?"],
    ["a query without a value", "https://a.example/path?queryString", "@query", "?queryString"],
    ["dots are not resolved", "https://a.example/a/../b/./c", "@path", "/a/../b/./c"],
    ["an encoded slash is not decoded", "https://a.example/a%2Fb", "@path", "/a%2Fb"],
    ["two slashes", "https://a.example//evil.example/x", "@authority", "a.example"],
    ["upper case", "HTTPS://A.Example/P", "@target-uri", "https://a.example/P"],
    ["the scheme's own port", "https://a.example:443/", "@authority", "a.example"],
    ["the other scheme's port", "https://a.example:80/", "@authority", "a.example:80"],
    ["an empty port", "http://a.example:/", "@authority", "a.example"],
    ["IPv6", "http://[2001:DB8::1]:8080/", "@authority", "[2001:db8::1]:8080"],
    ["user information", "https://ada@a.example/", "@authority", "refused: malformed-message"],
    ["a fragment", "https://a.example/#a", "@path", "refused: malformed-message"],
    ["a space", "https://a.example/a b", "@path", "refused: malformed-message"],
    ["beyond ASCII", "https://a.example/\u00e4", "@path", "refused: malformed-message"],
    ["a lone surrogate", "https://a.example/\ud800", "@path", "refused: malformed-message"],
    ["a line break", 'https://a.example/\n"@method": GET', "@path", "refused: malformed-message"],
    ["no scheme", "a.example/", "@path", "refused: malformed-message"],
    ["no host", "https:///a", "@authority", "refused: malformed-message"],
    ["another scheme", "ftp://a.example/", "@path", "refused: malformed-message"],
    ["a long target", `https://a.example/${"a".repeat(20_000)}`, "@path", "refused: oversize"],
  ])("%s", (_story, targetUri, component, value) => {
    expect(valueOf({ method: "GET", targetUri, headers: [] }, component)).toBe(value);
  });

  const connect: RequestMessage = { method: "CONNECT", targetUri: "www.example.com:80", headers: [] };
  const star: RequestMessage = {
    method: "OPTIONS",
    targetUri: "https://www.example.com",
    requestTarget: "*",
    headers: [],
  };
  test.each([
    ["CONNECT", connect, "@request-target", "www.example.com:80"],
    ["CONNECT", connect, "@authority", "www.example.com:80"],
    ["CONNECT has no path", connect, "@path", "refused: missing-component"],
    ["OPTIONS *", star, "@request-target", "*"],
    ["OPTIONS * has no path", star, "@path", "refused: missing-component"],
    ["GET *", { ...star, method: "GET" }, "@request-target", "refused: malformed-message"],
    ["a method that is none", { ...star, method: "GET X" }, "@method", "refused: malformed-message"],
    [
      "a proxy's absolute form",
      { ...get("/path?param=value"), requestTarget: "https://www.example.com/path?param=value" },
      "@request-target",
      "https://www.example.com/path?param=value",
    ],
  ])("%s: %#", (_story, message, component, value) => {
    expect(valueOf(message, component)).toBe(value);
  });

  test.each([
    [200, "200"],
    [99, "refused: malformed-message"],
    [200.5, "refused: malformed-message"],
  ])("status %d", (status, value) => {
    expect(valueOf({ status, headers: [] }, "@status")).toBe(value);
  });
});

describe("query parameters (RFC 9421 2.2.8)", () => {
  const asked =
    "/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something&qux=&twice=1&twice=1&bad=%FF&__proto__=p&marks=!'()*~-._";
  test.each([
    ["a line break", "var", "this%20is%20a%20big%0Amultiline%20value"],
    ["plus is a space", "bar", "with%20plus%20whitespace"],
    ["an encoded name", "fa%C3%A7ade%22%3A%20", "something"],
    ["an empty value", "qux", ""],
    ["a name that is not encoded as it has to be", "fa%c3%a7ade%22%3A%20", "refused: missing-component"],
    ["twice", "twice", "refused: ambiguous-query"],
    ["no UTF-8", "bad", "refused: ambiguous-query"],
    ["not there", "absent", "refused: missing-component"],
    ["a name of JavaScript", "__proto__", "p"],
    ["another of JavaScript", "constructor", "refused: missing-component"],
    ["marks", "marks", "%21%27%28%29*%7E-._"],
  ])("%s", (_story, name, value) => {
    expect(valueOf(get(asked), `@query-param;name="${name}"`)).toBe(value);
  });
});

describe("parts of the request in a response (RFC 9421 2.4)", () => {
  const request = get("/path", [["Signature", "sig1=:AAAA:"]]);
  test.each([
    ["@method;req", "GET"],
    ['signature;req;key="sig1"', ":AAAA:"],
    ["@method", "refused: incompatible-component"],
    ["@status;req", "refused: incompatible-component"],
    ["x-absent;req", "refused: missing-component"],
  ])("%s", (component, value) => {
    expect(valueOf({ status: 200, headers: [], request }, component)).toBe(value);
  });

  test("a response without its request", () => {
    expect(valueOf({ status: 200, headers: [] }, "@method;req")).toBe("refused: missing-component");
  });
});
