import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { httpGet } from "./http-get.ts";
import { serverName } from "./probe-runner.ts";
import { refuses, tlsHello } from "./tls-hello.ts";

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

it.each([
  ["shop.example", { servername: "shop.example" }],
  ["203.0.113.7", {}],
  ["2001:db8::7", {}],
])("asks over TLS for a name, and not for an address: %s", (host, asked) => expect(serverName(host)).toEqual(asked));

describe("one HTTP request over TLS", () => {
  const ask = (port: number): ReturnType<typeof httpGet> =>
    httpGet({ kind: "http-get", port, host: "shop.example", path: "/.env", family: 4, tls: true }, "127.0.0.1");

  it("sees what is behind a certificate that nobody signed, under the name of the site", async () => {
    const directory = mkdtempSync(join(tmpdir(), "secondlock-tls-"));
    const [key, cert] = [join(directory, "key"), join(directory, "cert")];
    const made = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-subj",
      "/CN=x",
    ];
    execFileSync("openssl", [...made, "-keyout", key, "-out", cert], { stdio: "ignore" });
    const names: unknown[] = [];
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
      names.push("servername" in request.socket ? request.socket.servername : undefined, request.headers.host);
      response.writeHead(200).end("SECRET=1\n");
    });
    servers.push(server);
    rmSync(directory, { recursive: true });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    expect(await ask((server.address() as AddressInfo).port)).toMatchObject({ status: 200, bytes: 9 });
    expect(names).toEqual(["shop.example", "shop.example"]);
  });

  it("has failed at a server without TLS, and is closed where nothing listens", async () => {
    const port = await serve((_request, response) => response.end());
    expect(await ask(port)).toMatchObject({ kind: "failed" });
    expect(await ask(1)).toMatchObject({ kind: "closed" });
  });
});

describe("one TLS handshake", () => {
  it("has failed at a server without TLS, and is closed where nothing listens", async () => {
    const port = await serve((_request, response) => response.end());
    const hello = { kind: "tls-hello", host: "shop.example", version: "TLSv1.2", family: 4 } as const;
    expect(await tlsHello({ ...hello, port }, "127.0.0.1")).toMatchObject({ kind: "failed" });
    expect(await tlsHello({ ...hello, port: 1 }, "127.0.0.1")).toMatchObject({ kind: "closed" });
  });
});

it.each([
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "tlsv1 alert protocol version", true],
  ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "ssl/tls alert handshake failure", true],
  ["EPROTO", "write EPROTO 40:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version", true],
  ["ERR_SSL_UNSUPPORTED_PROTOCOL", "unsupported protocol", true],
  ["ECONNRESET", "Client network socket disconnected before secure TLS connection was established", true],
  ["ERR_SSL_NO_PROTOCOLS_AVAILABLE", "no protocols available", false],
  ["ERR_SSL_NO_CIPHERS_AVAILABLE", "no ciphers available", false],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "wrong version number", false],
])("%s (%s) is a refusal of the server: %s", (code, message, refused) => expect(refuses(code, message)).toBe(refused));

it("nothing is refused where there is no route", async () => {
  const hello = { kind: "tls-hello", host: "shop.example", version: "TLSv1.2", family: 4, port: 443 } as const;
  expect(await tlsHello(hello, "224.0.0.1")).toMatchObject({ kind: "failed" });
  const get = { kind: "http-get", port: 80, host: "shop.example", path: "/", family: 4 } as const;
  expect(await httpGet(get, "224.0.0.1")).toMatchObject({ kind: "failed" });
});
