import { expect, test } from "vitest";
import { parseHttpText } from "./http-text.ts";

test.each([
  ["a path in Host", "GET /admin HTTP/1.1\nHost: shop.example/search?next="],
  ["a name in Host", "GET / HTTP/1.1\nHost: eve@shop.example"],
  ["an empty Host", "GET / HTTP/1.1\nHost:"],
  ["a target without its slash", "GET .evil.example/ HTTP/1.1\nHost: shop.example"],
  ["two lengths", "POST / HTTP/1.1\nHost: a\nContent-Length: 1\ncontent-length: 2"],
  ["the same length twice", "POST / HTTP/1.1\nHost: a\nContent-Length: 1\nContent-Length: 1"],
  ["two codings", "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nTransfer-Encoding: identity"],
])("%s is refused", (_story, head) => {
  expect(parseHttpText(`${head}\n\nab`)).toMatchObject({ ok: false, reason: "malformed-message" });
});

test("a host with a port, one length and one coding are read", () => {
  const text = "POST /a HTTP/1.1\nHost: a:80\nContent-Length: 1\nTransfer-Encoding: gzip\n\nab";

  expect(parseHttpText(text)).toMatchObject({
    ok: true,
    value: { message: { targetUri: "https://a:80/a" }, body: Buffer.from("a") },
  });
});
