import { expect, test } from "vitest";
import { parseHttpText } from "./http-text.ts";

const post = "POST / HTTP/1.1\nHost: a\n";

test.each([
  ["a path in Host", "GET /admin HTTP/1.1\nHost: shop.example/search?next=\n\n", "Host"],
  ["a name in Host", "GET / HTTP/1.1\nHost: eve@shop.example\n\n", "Host"],
  ["an empty Host", "GET / HTTP/1.1\nHost:\n\n", "Host"],
  ["no Host", "GET / HTTP/1.1\n\n", "Host"],
  ["two hosts", "GET / HTTP/1.1\nHost: a\nHost: a\n\n", "Host"],
  ["a target without its slash", "GET .evil.example/ HTTP/1.1\nHost: shop.example\n\n", "the target is no path"],
  ["an address of another Host", "GET https://evil.example/ HTTP/1.1\nHost: shop.example\n\n", "whose host is that"],
  ["an address without Host", "GET https://shop.example/ HTTP/1.1\n\n", "Host"],
  ["what curl --verbose shows", "> GET / HTTP/1.1\n> Host: a\n\n", "header line"],
  ["two lengths", `${post}Content-Length: 1\ncontent-length: 2\n\nab`, "Content-Length is no number"],
  ["the same length twice", `${post}Content-Length: 2\nContent-Length: 2\n\nab`, "Content-Length is no number"],
  ["a length in base 16", `${post}Content-Length: 0x2\n\nab`, "Content-Length is no number"],
  ["a length in two lines", `${post}Content-Length:\n 2\n\nab`, "Content-Length is no number"],
  ["a length with a sign", `${post}Content-Length: +2\n\nab`, "Content-Length is no number"],
  ["chunks", `${post}Transfer-Encoding: chunked\n\n2\r\nab\r\n0\r\n\r\n`, "Transfer-Encoding"],
  ["chunks and a length", `${post}Content-Length: 2\nTransfer-Encoding: chunked\n\nab`, "Transfer-Encoding"],
  ["a request behind the body", `${post}Content-Length: 2\n\nabGET /admin HTTP/1.1`, "longer than Content-Length"],
  ["two line breaks behind the body", `${post}Content-Length: 2\n\nab\n\n`, "longer than Content-Length"],
  ["a body that broke off", `${post}Content-Length: 3\n\nab`, "shorter than Content-Length"],
])("%s is refused, and it is said why", (_story, text, detail) => {
  expect(parseHttpText(text)).toMatchObject({
    ok: false,
    reason: "malformed-message",
    detail: expect.stringContaining(detail),
  });
});

test("a message that nobody reads whole is refused", () => {
  expect(parseHttpText(`${post}\n${"a".repeat(17 * 1_048_576)}`)).toMatchObject({ reason: "oversize" });
});

test.each([
  ["a host with a port", "POST /a HTTP/1.1\nHost: a:80\nContent-Length: 2\n\nab", "https://a:80/a", "ab"],
  ["a line break that an editor adds", "POST /a HTTP/1.1\nHost: a\nContent-Length: 2\n\nab\n", "https://a/a", "ab"],
  ["another editor's", "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab\r\n", "https://a/a", "ab"],
  ["a body that is a line break", "POST /a HTTP/1.1\nHost: a\nContent-Length: 1\n\n\n", "https://a/a", "\n"],
  ["an address of the same Host", "GET http://A/a HTTP/1.1\nHost: a:80\n\n", "http://A/a", ""],
])("the good twin: %s", (_story, text, targetUri, body) => {
  expect(parseHttpText(text)).toMatchObject({ ok: true, value: { message: { targetUri }, body: Buffer.from(body) } });
});
