import { text } from "node:stream/consumers";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { connect } from "node:net";
import express from "express";
import fastify from "fastify";
import { describe, expect, test } from "vitest";
import { sign } from "../sign.ts";
import { listening } from "../testing/listening.ts";
import { ada } from "../testing/shop.ts";
import { shopGuard } from "../testing/shop-guard.ts";
import { signedRequests as expressGuard } from "./express.ts";
import { signedRequests as fastifyGuard } from "./fastify.ts";
import { incomingMessage, signedListener } from "./node-http.ts";

const servers: readonly [string, () => Promise<Server>][] = [
  [
    "node:http",
    async () => {
      const listener = signedListener(shopGuard(), (request: IncomingMessage, response: ServerResponse) => {
        response.end(`ran ${request.url}`);
      });
      return createServer((request, response) => void listener(request, response));
    },
  ],
  [
    "Express",
    async () => {
      const app = express();
      app.use(expressGuard(shopGuard()), (request, response) => void response.send(`ran ${request.url}`));
      return createServer(app);
    },
  ],
  [
    "Fastify",
    async () => {
      const app = fastify();
      fastifyGuard(app, shopGuard());
      app.get("/*", (request, reply) => void reply.send(`ran ${request.url}`));
      await app.ready();
      return app.server;
    },
  ],
];

/** Lines of the signature of a GET of this address. */
async function signature(targetUri: string): Promise<readonly (readonly [string, string])[]> {
  const signed = await sign({ method: "GET", targetUri, headers: [] }, { key: ada, tag: "shop" });
  if (!signed.ok) throw new Error(signed.reason);
  return signed.headers;
}

describe("a piece of the signed path that moved into Host", () => {
  describe.each(servers)("%s", (_name, make) => {
    test.each([
      ["nothing moved", "/search?next=/admin", "", "/search?next=/admin", "200"],
      ["a query", "/search?next=/admin/delete", "/search?next=", "/admin/delete", "401"],
      ["a query without a path", "?next=/admin/delete", "?next=", "/admin/delete", "401"],
      ["a folder", "/public/admin", "/public", "/admin", "401"],
    ])("%s", async (_story, signed, moved, path, status) => {
      const { origin, close } = await listening(await make());
      const { host, port } = new URL(origin);
      const lines = (await signature(`${origin}${signed}`)).map(([name, value]) => `${name}: ${value}`);
      const head = [`GET ${path} HTTP/1.1`, `Host: ${host}${moved}`, ...lines, "Connection: close"];
      const socket = connect(Number(port), "127.0.0.1");
      socket.end(`${head.join("\r\n")}\r\n\r\n`);
      const answer = await text(socket);

      expect(answer.split(" ")[1]).toBe(status);
      expect(answer.includes("ran ")).toBe(status === "200");
      await close();
    });
  });

  test.each([
    ["a path", "shop/public"],
    ["a query", "shop/search?next="],
    ["a name", "eve@shop"],
    ["nothing", ""],
  ])("node:http2's :authority with %s, should nghttp2 let it through", (_story, authority) => {
    const request = {
      method: "GET",
      url: "/admin",
      rawHeaders: [":authority", authority],
      rawTrailers: [],
      socket: {},
    };

    expect(
      incomingMessage({ ...request, httpVersionMajor: 2 } as unknown as Http2ServerRequest, undefined, request.url),
    ).toMatchObject({ reason: "malformed-message" });
  });

  test("a target and a Host that are both no address do not agree with one another", () => {
    const request = { method: "GET", url: "http://eve@shop/x", rawHeaders: ["Host", "shop/a"], rawTrailers: [] };

    expect(
      incomingMessage({ ...request, httpVersionMajor: 1 } as unknown as IncomingMessage, "https://shop", request.url),
    ).toMatchObject({ reason: "malformed-message" });
  });
});
