import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { must } from "../testing/must.ts";
import { incomingMessage } from "./node-http.ts";

describe("what node:http says of a request", () => {
  const incoming = (url: string, rawHeaders: string[], more: object = {}): IncomingMessage =>
    ({
      method: "GET",
      url,
      rawHeaders,
      rawTrailers: [],
      httpVersionMajor: 1,
      socket: {},
      ...more,
    }) as unknown as IncomingMessage;

  test("trailers are read when they are asked for, not before", () => {
    const request = incoming("/a", ["Host", "shop.example"]);
    const message = must(incomingMessage(request, undefined, "/a"));
    request.rawTrailers.push("Checksum", "1");

    expect((message.trailers as () => unknown)()).toEqual([["Checksum", "1"]]);
  });

  test.each([
    ["a path", "/a?b", ["Host", "shop.example"], {}, undefined, "http://shop.example/a?b"],
    ["over TLS", "/a", ["Host", "shop.example"], { socket: { encrypted: true } }, undefined, "https://shop.example/a"],
    ["behind a proxy", "/a", ["Host", "10.0.0.7"], {}, "https://shop.example", "https://shop.example/a"],
    ["two slashes", "//evil.example/a", ["Host", "shop.example"], {}, undefined, "http://shop.example//evil.example/a"],
    ["HTTP/2", "/a", [":authority", "shop.example"], { httpVersionMajor: 2 }, undefined, "http://shop.example/a"],
    [
      "HTTP/2 with the same Host",
      "/a",
      [":authority", "shop.example", "host", "shop.example"],
      { httpVersionMajor: 2 },
      undefined,
      "http://shop.example/a",
    ],
    [
      "HTTP/2 with another Host",
      "/a",
      [":authority", "shop.example", "host", "evil.example"],
      { httpVersionMajor: 2 },
      undefined,
      undefined,
    ],
    ["two hosts", "/a", ["Host", "shop.example", "Host", "shop.example"], {}, undefined, undefined],
    ["no host", "/a", [], {}, undefined, undefined],
    [
      "absolute, the same host",
      "http://shop.example/a",
      ["Host", "SHOP.example:80"],
      {},
      undefined,
      "http://SHOP.example:80/a",
    ],
    [
      "absolute, over TLS",
      "HTTPS://shop.example/a",
      ["Host", "shop.example"],
      { socket: { encrypted: true } },
      undefined,
      "https://shop.example/a",
    ],
    [
      "absolute, with TLS that there is not",
      "https://shop.example/a",
      ["Host", "shop.example"],
      {},
      undefined,
      undefined,
    ],
    [
      "absolute, without the TLS that there is",
      "http://shop.example/a",
      ["Host", "shop.example"],
      { socket: { encrypted: true } },
      undefined,
      undefined,
    ],
    ["absolute, another host", "http://evil.example/a", ["Host", "shop.example"], {}, undefined, undefined],
    [
      "absolute, behind a proxy",
      "http://10.0.0.7/a",
      ["Host", "10.0.0.7"],
      {},
      "https://shop.example",
      "https://shop.example/a",
    ],
    ["OPTIONS *", "*", ["Host", "shop.example"], {}, undefined, "http://shop.example"],
    ["neither", "a", ["Host", "shop.example"], {}, undefined, undefined],
  ])("%s", (_story, url, headers, more, origin, targetUri) => {
    const message = incomingMessage(incoming(url, headers, more), origin, url);

    expect(message.ok ? message.value.targetUri : undefined).toBe(targetUri);
    expect(message.ok ? undefined : message.reason).toBe(targetUri === undefined ? "malformed-message" : undefined);
  });
});
