import { once } from "node:events";
import { text } from "node:stream/consumers";
import { request as send } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Guard } from "../adapters/node-http.ts";
import { signRequest } from "../adapters/fetch.ts";
import type { RefusalLine } from "../answer.ts";
import { parseAcceptSignature } from "../accept-signature.ts";
import type { SignOptions } from "../sign-options.ts";
import { must } from "./must.ts";
import { ada } from "./shop.ts";
import { livePolicy } from "./shop-guard.ts";
import type { Listening } from "./listening.ts";

/** What every adapter for a server over HTTP/1.1 keeps. The server answers with `{ who, body }` as its application sees them. */
export function guardContract(name: string, start: (guard: Guard) => Promise<Listening>): void {
  describe(`${name} lets only signed requests through`, () => {
    const lines: RefusalLine[] = [];
    let server: Listening;
    const last = (): RefusalLine | undefined => lines.at(-1);

    beforeAll(async () => {
      const policy = livePolicy({ maximumBody: 4_096 });
      server = await start({ policy, refused: (line) => lines.push(line) });
    });
    afterAll(() => server.close());
    beforeEach(() => void lines.splice(0));

    async function signed(path: string, init: RequestInit = {}, options: Partial<SignOptions> = {}): Promise<Request> {
      return must(
        await signRequest(new Request(`${server.origin}${path}`, init), { key: ada, tag: "shop", ...options }),
      );
    }
    const json = { method: "POST", headers: { "content-type": "application/json" }, body: `{"item":"keyboard"}` };

    test("a signed POST: the application reads what was verified", async () => {
      const response = await fetch(await signed("/orders?note=for%20Bob&x=%2F", json));

      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ who: "ada", body: json.body });
    });

    test("a signed GET", async () => {
      const response = await fetch(await signed("/orders"));

      expect(await response.json()).toEqual({ who: "ada", body: "" });
    });

    test("a body in chunks", async () => {
      const request = await signed("/orders", json);
      const body = ReadableStream.from([Buffer.from(json.body.slice(0, 5)), Buffer.from(json.body.slice(5))]);
      const response = await fetch(
        new Request(request.url, { ...json, headers: request.headers, body, duplex: "half" }),
      );

      expect(await response.json()).toEqual({ who: "ada", body: json.body });
    });

    test("chunks without a byte in them are no body", async () => {
      const request = await signed("/orders", { method: "POST" });
      const body = ReadableStream.from<Uint8Array>([]);
      const response = await fetch(
        new Request(request.url, { method: "POST", headers: request.headers, body, duplex: "half" }),
      );

      expect(response.status).toBe(200);
    });

    test("no signature: one answer, which says how to sign, and a line in the log", async () => {
      const response = await fetch(`${server.origin}/orders`, json);
      const told = (await response.json()) as { reference: string };

      expect(response.status).toBe(401);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(last()).toEqual({ reference: told.reference, reason: "no-signature" });
      const asked = must(parseAcceptSignature([response.headers.get("accept-signature") ?? ""], "request"));
      expect(asked).toMatchObject([{ label: "sig1", created: true, expires: true, tag: "shop" }]);
      expect(asked[0]?.components.map(({ name }) => name)).toEqual([
        "@method",
        "@authority",
        "@path",
        "@query",
        "content-digest",
      ]);
    });

    test.each<[string, (request: Request) => Request, string]>([
      ["another path", (request) => new Request(`${server.origin}/refunds`, request), "bad-signature"],
      ["another query", (request) => new Request(`${request.url}?admin=1`, request), "bad-signature"],
      ["another method", (request) => new Request(request, { method: "PUT" }), "bad-signature"],
      [
        "another body",
        (request) =>
          new Request(request.url, { method: "POST", headers: request.headers, body: `{"item":"keyboards"}` }),
        "digest-mismatch",
      ],
      [
        "a larger body than the policy allows",
        (request) => new Request(request.url, { method: "POST", headers: request.headers, body: "x".repeat(100_000) }),
        "body-too-large",
      ],
    ])("%s", async (_story, change, reason) => {
      const response = await fetch(change(await signed("/orders", json)));
      const told = await response.text();

      expect(response.status).toBe(401);
      expect(told).not.toContain(reason);
      // whether the body was read is not told, either
      expect(response.headers.get("connection")).toBe("close");
      expect(last()?.reason).toBe(reason);
    });

    test.each<[string, (line: RefusalLine) => unknown]>([
      ["throws", (line) => lines.push(line) && JSON.parse("{")],
      ["rejects", async (line) => lines.push(line) && JSON.parse("{")],
    ])("a log that %s: the peer is answered, and the process is warned", async (_story, refused) => {
      const failing = await start({ policy: livePolicy(), refused });
      const warned = once(process, "warning");
      const response = await fetch(`${failing.origin}/orders`);

      expect(response.status).toBe(401);
      expect(last()?.reason).toBe("no-signature");
      expect((await warned)[0]).toBeInstanceOf(SyntaxError);
      await failing.close();
    });

    test("a replay", async () => {
      const request = await signed("/orders", json);

      expect((await fetch(request.clone())).status).toBe(200);
      const second = await fetch(request);
      expect([second.status, second.headers.get("connection")]).toEqual([401, "close"]);
      expect(last()?.reason).toBe("replayed");
    });

    test("a GET that grew a body", async () => {
      const request = await signed("/orders");
      const headers = Object.fromEntries(request.headers);
      const status = await new Promise((resolve, reject) => {
        const sent = send(request.url, { method: "GET", headers: { ...headers, "content-length": 4 } }, (response) => {
          resolve(response.resume().statusCode);
        });
        sent.on("error", reject).end("evil");
      });

      expect(status).toBe(401);
      expect(last()?.reason).toBe("unsigned-body");
    });

    test("a body without an end does not keep the server reading", async () => {
      const request = await signed("/orders", json);
      const headers = [...request.headers].map(([key, value]) => `${key}: ${value}\r\n`).join("");
      const { host, port, hostname } = new URL(server.origin);
      const socket = connect(Number(port), hostname);
      socket.write(`POST /orders HTTP/1.1\r\nHost: ${host}\r\n${headers}Transfer-Encoding: chunked\r\n\r\n`);
      const feed = setInterval(() => socket.write(`400\r\n${"x".repeat(1_024)}\r\n`), 1);
      const began = performance.now();
      const answer = await new Promise<string>((resolve) => {
        let text = "";
        socket.on("data", (chunk) => (text += chunk.toString("latin1")));
        socket.on("error", () => resolve(text)).on("close", () => resolve(text));
      });
      clearInterval(feed);

      // the connection may break under the feet of a client that goes on sending
      expect(answer).toMatch(/^(?:HTTP\/1\.1 401 |$)/);
      expect(performance.now() - began).toBeLessThan(3_000);
      expect(last()?.reason).toBe("body-too-large");
    });

    test("who sends half of a body that is too large gets the answer all the same", async () => {
      const request = await signed("/orders", json);
      const headers = [...request.headers].map(([key, value]) => `${key}: ${value}\r\n`).join("");
      const { host, port, hostname } = new URL(server.origin);
      const socket = connect(Number(port), hostname);
      const head = `POST /orders HTTP/1.1\r\nHost: ${host}\r\n${headers}Content-Length: 1000000\r\n\r\n`;
      socket.write(`${head}${"x".repeat(5_000)}`);

      expect(await text(socket)).toMatch(/^HTTP\/1\.1 401 /);
      expect(last()?.reason).toBe("body-too-large");
    });

    test.each([
      ["two hosts", (host: string) => `Host: ${host}\r\nHost: ${host}\r\n`],
      ["an absolute target for another host", (host: string) => `Host: ${host}\r\n`, "http://evil.example/orders"],
    ])("%s", async (_story, hosts, target = "/orders") => {
      const request = await signed("/orders");
      const headers = [...request.headers].map(([key, value]) => `${key}: ${value}\r\n`).join("");
      const { host, port, hostname } = new URL(server.origin);
      const socket = connect(Number(port), hostname);
      socket.end(`GET ${target} HTTP/1.1\r\n${hosts(host)}${headers}Connection: close\r\n\r\n`);
      const answer = await text(socket);

      // Node itself refuses a second Host in its strict mode
      expect(answer).toMatch(/^HTTP\/1\.1 40[01] /);
    });
  });
}
