import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import fastify from "fastify";
import { describe, expect, test } from "vitest";
import { guardContract } from "../testing/guard-contract.ts";
import { listening } from "../testing/listening.ts";
import { livePolicy, shopGuard, signerOf } from "../testing/shop-guard.ts";
import { signedRequests as expressGuard } from "./express.ts";
import { signedRequests as fastifyGuard } from "./fastify.ts";
import { signedListener, verifiedOf } from "./node-http.ts";

guardContract("node:http", (guard) =>
  listening(
    createServer(
      signedListener(guard, (request: IncomingMessage, response: ServerResponse, { body }) => {
        response.end(JSON.stringify({ who: signerOf(request), body: body.toString() }));
      }) as (request: IncomingMessage, response: ServerResponse) => void,
    ),
  ),
);

guardContract("Express", (guard) => {
  const app = express();
  app.use(expressGuard(guard));
  // a parser behind the guard finds nothing more to read
  app.use(express.json());
  app.use(
    "/orders",
    (request, response) => void response.json({ who: signerOf(request), body: (request.body as Buffer).toString() }),
  );
  return listening(createServer(app));
});

guardContract("Fastify", async (guard) => {
  const app = fastify();
  fastifyGuard(app, guard);
  app.all("/*", (request) => ({
    who: signerOf(request),
    body: request.body === undefined ? "" : JSON.stringify(request.body),
  }));
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      app.server.closeAllConnections();
      return app.close();
    },
  };
});

describe("a guard", () => {
  test("a policy for responses lets no request through, ever", () => {
    const guard = { policy: livePolicy({ components: ["@status"] }) };
    for (const adapter of [signedListener, expressGuard]) {
      expect(() => adapter(guard, () => undefined)).toThrow("components of the policy");
    }
    expect(() => fastifyGuard(fastify(), guard)).toThrow("components of the policy");
  });

  test.each([
    ["https://shop.example/"],
    ["shop.example"],
    ["ftp://shop.example"],
    ["https://ada:secret@shop.example"],
    ["https://shop example"],
    ["https://shop.example\\x"],
    ["https://shop.example:https"],
    ["https://"],
  ])("%s is no origin", (origin) => {
    for (const adapter of [signedListener, expressGuard])
      expect(() => adapter(shopGuard({ origin }), () => undefined)).toThrow(TypeError);
    expect(() => fastifyGuard(fastify(), shopGuard({ origin }))).toThrow(TypeError);
  });

  test.each([["https://shop.example"], ["HTTP://[::1]:8443"]])("the good twin: %s is an origin", (origin) => {
    expect(() => signedListener(shopGuard({ origin }), () => undefined)).not.toThrow();
  });

  test("a request that went past the guard has nobody behind it", () => {
    expect(() => verifiedOf({})).toThrow(TypeError);
  });
});
