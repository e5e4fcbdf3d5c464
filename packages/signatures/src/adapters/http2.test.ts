import { once } from "node:events";
import { connect, constants, createServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { sign } from "../sign.ts";
import { ada } from "../testing/shop.ts";
import { shopGuard, signerOf } from "../testing/shop-guard.ts";
import { signedListener } from "./node-http.ts";

describe("node:http2", () => {
  test("authority and path come from the pseudo-headers", async () => {
    const listener = signedListener(
      shopGuard(),
      (request: Http2ServerRequest, response: Http2ServerResponse, { body }) => {
        response.end(JSON.stringify({ who: signerOf(request), body: body.toString() }));
      },
    );
    const server = createServer((request, response) => void listener(request, response));
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

  test.each([
    ["whose body was read", true],
    ["whose body was not read", false],
  ])("a refusal ends the stream in the same way for a request %s", async (_story, known) => {
    const listener = signedListener(shopGuard(), (_request: Http2ServerRequest, response: Http2ServerResponse) => {
      response.end();
    });
    const server = createServer((request, response) => void listener(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = connect(origin);
    const key = known ? ada : { ...ada, keyid: "nobody" };
    const message = { method: "POST", targetUri: `${origin}/`, headers: [] };
    const signed = await sign(message, { key, tag: "shop", body: Buffer.from("signed") });
    if (!signed.ok) throw new Error(signed.reason);
    const headers = Object.fromEntries(signed.headers.map(([name, value]) => [name.toLowerCase(), value]));
    const stream = client.request({ ":method": "POST", ":path": "/", ...headers });
    const ended = once(stream, "close");
    stream.end("another");

    expect(await text(stream).catch(() => "")).toContain(`"status":401`);
    await ended;
    expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
    client.close();
    await new Promise((resolve) => server.close(resolve));
  });
});
