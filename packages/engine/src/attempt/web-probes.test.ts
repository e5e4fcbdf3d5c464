import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { httpGet } from "./http-get.ts";
import { tlsHello } from "./tls-hello.ts";

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function serve(answer: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(answer ?? (() => undefined));
  servers.push(server);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  return (server.address() as AddressInfo).port;
}

const get = (port: number): ReturnType<typeof httpGet> =>
  httpGet({ kind: "http-get", port, host: "shop.example", path: "/", family: 4 }, "127.0.0.1");

describe("one plain HTTP request", () => {
  it("sees a redirect, and does not follow it", async () => {
    const port = await serve((request, response) =>
      response.writeHead(301, { location: `https://${request.headers.host ?? ""}/` }).end(),
    );
    expect(await get(port)).toEqual({
      kind: "http-get",
      status: 301,
      location: "https://shop.example/",
      bytes: 0,
      setsCookie: false,
    });
  });

  it("sees content and a cookie", async () => {
    const port = await serve((_request, response) =>
      response.writeHead(200, { "set-cookie": "a=b" }).end("x".repeat(5_000)),
    );
    expect(await get(port)).toMatchObject({ status: 200, bytes: 5_000, setsCookie: true });
  });

  it("reads no more than its limit of an answer without end", async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200);
      const more = (): void => void (response.destroyed || response.write("x".repeat(65_536), more));
      more();
    });
    expect(await get(port)).toMatchObject({ kind: "http-get", status: 200 });
  });

  it("tells a closed port from a server that speaks something else", async () => {
    expect(await get(1)).toMatchObject({ kind: "closed" });
    const port = await serve((request) => request.socket.end("SSH-2.0-x\r\n"));
    expect(await get(port)).toMatchObject({ kind: "failed" });
  });
});

describe("one TLS handshake", () => {
  it("is not accepted by a server without TLS, and closed where nothing listens", async () => {
    const port = await serve((_request, response) => response.end());
    const hello = { kind: "tls-hello", host: "shop.example", version: "TLSv1.2", family: 4 } as const;
    expect(await tlsHello({ ...hello, port }, "127.0.0.1")).toMatchObject({ kind: "tls-hello", accepted: false });
    expect(await tlsHello({ ...hello, port: 1 }, "127.0.0.1")).toMatchObject({ kind: "closed" });
  });
});
