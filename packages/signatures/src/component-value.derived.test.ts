import { describe, expect, test } from "vitest";
import type { RequestMessage } from "./message.ts";
import { get, valueOf } from "./testing/component-value.ts";

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
    ["a backslash in the path", "https://a.example/a\\b", "@path", "refused: malformed-message"],
    ["a backslash in the query", "https://a.example/?a\\b", "@query", "refused: malformed-message"],
    ["the neighbours of a backslash", "https://a.example/[]", "@path", "/[]"],
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
    [
      "OPTIONS * with a path",
      { ...star, targetUri: "https://a.example/x" },
      "@authority",
      "refused: malformed-message",
    ],
    [
      "OPTIONS * with a query",
      { ...star, targetUri: "https://a.example?x" },
      "@authority",
      "refused: malformed-message",
    ],
    ["GET *", { ...star, method: "GET" }, "@request-target", "refused: malformed-message"],
    ["a method that is none", { ...star, method: "GET X" }, "@method", "refused: malformed-message"],
    ["a line break in it", { ...get("/"), requestTarget: "/\n" }, "@request-target", "refused: malformed-message"],
    ["a backslash in it", { ...get("/"), requestTarget: "/\\" }, "@request-target", "refused: malformed-message"],
    ["a long one", { ...get("/"), requestTarget: "/".repeat(20_000) }, "@request-target", "refused: oversize"],
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
    "/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something&qux=&twice=1&twice=1&bad=%FF&%FE=1&__proto__=p&marks=!'()*~-._";
  test.each([
    ["a line break", "var", "this%20is%20a%20big%0Amultiline%20value"],
    ["plus is a space", "bar", "with%20plus%20whitespace"],
    ["an encoded name", "fa%C3%A7ade%22%3A%20", "something"],
    ["an empty value", "qux", ""],
    ["a name that is not encoded as it has to be", "fa%c3%a7ade%22%3A%20", "refused: missing-component"],
    ["twice", "twice", "refused: ambiguous-query"],
    ["no UTF-8", "bad", "refused: ambiguous-query"],
    ["a name that is no UTF-8", "%EF%BF%BD", "refused: ambiguous-query"],
    ["not there", "absent", "refused: missing-component"],
    ["a name of JavaScript", "__proto__", "p"],
    ["another of JavaScript", "constructor", "refused: missing-component"],
    ["marks", "marks", "%21%27%28%29*%7E-._"],
  ])("%s", (_story, name, value) => {
    expect(valueOf(get(asked), `@query-param;name="${name}"`)).toBe(value);
  });
});

test.each([
  ["/pay?id=1", "id", "1"],
  ["/pay??id=1", "id", "refused: missing-component"],
  ["/pay??id=1", "%3Fid", "1"],
  ["/pay???id=1", "%3F%3Fid", "1"],
  ["/pay?id=1?id=2", "id", "1%3Fid%3D2"],
])("a second ? belongs to the name, as every application reads it: %s has %s", (asked, name, value) => {
  expect(new URL(get(asked).targetUri).searchParams.has(decodeURIComponent(name))).toBe(!value.startsWith("refused"));
  expect(valueOf(get(asked), `@query-param;name="${name}"`)).toBe(value);
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
