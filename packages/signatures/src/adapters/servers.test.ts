import { text } from "node:stream/consumers";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, createServer as createServer2, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { AddressInfo } from "node:net";
import express from "express";
import fastify from "fastify";
import { describe, expect, test } from "vitest";
import { keyring } from "../key.ts";
import { memoryNonces } from "../nonces/memory.ts";
import { definePolicy } from "../policy.ts";
import { sign } from "../sign.ts";
import { guardContract } from "../testing/guard-contract.ts";
import { ada, adaPublic } from "../testing/shop.ts";
import { signedRequests as expressGuard } from "./express.ts";
import { signedRequests as fastifyGuard } from "./fastify.ts";
import { signedFetch } from "./signed-fetch.ts";
import {
  type Guard,
  incomingMessage,
  sendSigned,
  signedListener,
  verifiedOf,
  verifyIncomingResponse,
} from "./node-http.ts";

async function listening(
  server: ReturnType<typeof createServer>,
): Promise<{ origin: string; close: () => Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const who = (request: object): string | undefined => verifiedOf(request).signatures[0]?.parameters.keyid;

guardContract("node:http", (guard) =>
  listening(
    createServer(
      signedListener(guard, (request: IncomingMessage, response: ServerResponse, { body }) => {
        response.end(JSON.stringify({ who: who(request), body: body.toString() }));
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
    (request, response) => void response.json({ who: who(request), body: (request.body as Buffer).toString() }),
  );
  return listening(createServer(app));
});

guardContract("Fastify", async (guard) => {
  const app = fastify();
  fastifyGuard(app, guard);
  app.all("/*", (request) => ({
    who: who(request),
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

function guard(options: Partial<Guard> = {}): Guard {
  const policy = definePolicy({ keys: keyring([["ada", adaPublic]]), nonces: memoryNonces(), tag: "shop" });
  return { policy, ...options };
}

describe("Express", () => {
  test("a body that somebody has read before is refused", async () => {
    const reasons: string[] = [];
    const app = express();
    app.use(express.json());
    app.use(expressGuard(guard({ refused: ({ reason }) => reasons.push(reason) })));
    const { origin, close } = await listening(createServer(app));
    const { signRequest } = await import("./fetch.ts");
    const request = new Request(`${origin}/`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    const signed = await signRequest(request, { key: ada, tag: "shop" });

    expect(signed.ok && (await fetch(signed.value)).status).toBe(401);
    expect(reasons).toEqual(["body-unreadable"]);
    await close();
  });

  test("a router that is mounted somewhere sees the path that was signed", async () => {
    const app = express();
    const router = express.Router();
    router.use(expressGuard(guard()));
    router.get("/orders", (request, response) => void response.send(who(request)));
    app.use("/api", router);
    const { origin, close } = await listening(createServer(app));

    const response = await signedFetch({ key: ada, tag: "shop" })(`${origin}/api/orders`);

    expect(await response.text()).toBe("ada");
    await close();
  });
});

describe("a signed answer to a signed request", () => {
  const answering = async (
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ) => {
    const content = { status: 201, headers: [["content-type", "text/plain"]] as const, body: Buffer.from("done") };
    await sendSigned(request, response, content, { key: ada, tag: "answer" });
  };
  const call = (): ReturnType<typeof signedFetch> =>
    signedFetch({
      key: ada,
      tag: "shop",
      policy: definePolicy({ keys: keyring([["ada", adaPublic]]), nonces: memoryNonces(), tag: "answer" }),
    });

  test.each([
    [
      "node:http",
      () => createServer((request, response) => void signedListener(guard(), answering)(request, response)),
    ],
    [
      "Express, mounted",
      () =>
        createServer(
          express().use("/api", expressGuard(guard()), (request, response) => void answering(request, response)),
        ),
    ],
  ])("%s", async (_story, make) => {
    const { origin, close } = await listening(make());

    const response = await call()(`${origin}/api/orders?a=1`, { method: "POST", body: "hello" });

    expect([response.status, await response.text()]).toEqual([201, "done"]);
    await close();
  });

  test("what cannot be signed is not sent", async () => {
    let refusal: unknown;
    const server = createServer((request, response) => {
      void signedListener(guard(), async (asked: IncomingMessage, answer: ServerResponse) => {
        refusal = await sendSigned(asked, answer, { status: 200 }, { key: ada, components: ["x-absent"] });
        answer.statusCode = 500;
        answer.end();
      })(request, response);
    });
    const { origin, close } = await listening(server);

    expect((await signedFetch({ key: ada, tag: "shop" })(`${origin}/`)).status).toBe(500);
    expect(refusal).toMatchObject({ ok: false, reason: "missing-component" });
    await close();
  });
});

describe("node:http2", () => {
  test("authority and path come from the pseudo-headers", async () => {
    const listener = signedListener(guard(), (request: Http2ServerRequest, response: Http2ServerResponse, { body }) => {
      response.end(JSON.stringify({ who: who(request), body: body.toString() }));
    });
    const server = createServer2((request, response) => void listener(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = connect(origin);
    const post = async (path: string, sent: string): Promise<string> => {
      const body = Buffer.from(`{"item":1}`);
      const signed = await sign(
        { method: "POST", targetUri: `${origin}/orders?a=1`, headers: [] },
        { key: ada, tag: "shop", body },
      );
      const headers = signed.ok
        ? Object.fromEntries(signed.headers.map(([name, value]) => [name.toLowerCase(), value]))
        : {};
      const stream = client.request({ ":method": "POST", ":path": path, ...headers });
      stream.end(sent);
      return await text(stream);
    };

    expect(JSON.parse(await post("/orders?a=1", `{"item":1}`))).toEqual({ who: "ada", body: `{"item":1}` });
    expect(await post("/orders?a=2", `{"item":1}`)).toContain(`"status":401`);
    expect(await post("/orders?a=1", `{"item":2}`)).toContain(`"status":401`);
    expect(await post("/orders?a=1", "x".repeat(2_000_000))).toContain(`"status":401`);
    client.close();
    await new Promise((resolve) => server.close(resolve));
  });
});

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
      "http://shop.example/a",
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

  test.each([["https://shop.example/"], ["shop.example"], ["ftp://shop.example"]])("%s is no origin", (origin) => {
    for (const adapter of [signedListener, expressGuard])
      expect(() => adapter(guard({ origin }), () => undefined)).toThrow(TypeError);
    expect(() => fastifyGuard(fastify(), guard({ origin }))).toThrow(TypeError);
  });

  test("a request that went past the guard has nobody behind it", () => {
    expect(() => verifiedOf({})).toThrow(TypeError);
  });
});

test("a response that node:http's client got, with a signed trailer", async () => {
  const { get } = await import("node:http");
  const components = ["@status", "@path;req", "checksum;tr"];
  const body = Buffer.from("hello");
  const server = createServer((incoming, response) => {
    void (async () => {
      const request = incomingMessage(incoming, undefined, incoming.url ?? "");
      if (!request.ok) throw new Error(request.reason);
      const message = { status: 200, headers: [], trailers: [["Checksum", "1"]] as const, request: request.value };
      const signed = await sign(message, { key: ada, tag: "shop", components, body });
      if (!signed.ok) throw new Error(signed.reason);
      response.writeHead(200, [["Trailer", "Checksum"], ...signed.headers].flat());
      response.addTrailers([["Checksum", incoming.url === "/bad" ? "2" : "1"]]);
      response.write(body);
      response.end();
    })();
  });
  const { origin, close } = await listening(server);
  const policy = definePolicy({ keys: keyring([["ada", adaPublic]]), nonces: memoryNonces(), tag: "shop", components });
  const ask = (path: string): Promise<unknown> =>
    new Promise((resolve) => {
      get(`${origin}${path}`, (response) => {
        resolve(
          verifyIncomingResponse(response, { method: "GET", targetUri: `${origin}${path}`, headers: [] }, policy),
        );
      });
    });

  expect(await ask("/good")).toMatchObject({ ok: true, body });
  expect(await ask("/bad")).toMatchObject({ ok: false, reason: "bad-signature" });
  await close();
});
