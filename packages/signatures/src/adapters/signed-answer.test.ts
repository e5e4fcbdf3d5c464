import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import express from "express";
import { describe, expect, test } from "vitest";
import { sign } from "../sign.ts";
import { listening } from "../testing/listening.ts";
import { ada } from "../testing/shop.ts";
import { livePolicy, shopGuard } from "../testing/shop-guard.ts";
import { signedRequests } from "./express.ts";
import { incomingMessage, sendSigned, signedListener, verifyIncomingResponse } from "./node-http.ts";
import { signedFetch } from "./signed-fetch.ts";

describe("a signed answer to a signed request", () => {
  const answering = async (request: IncomingMessage, response: ServerResponse) => {
    const content = { status: 201, headers: [["content-type", "text/plain"]] as const, body: Buffer.from("done") };
    await sendSigned(request, response, content, { key: ada, tag: "answer" });
  };
  const call = (): ReturnType<typeof signedFetch> =>
    signedFetch({
      key: ada,
      tag: "shop",
      policy: livePolicy({ tag: "answer" }),
    });

  test.each([
    [
      "node:http",
      () => createServer((request, response) => void signedListener(shopGuard(), answering)(request, response)),
    ],
    [
      "Express, mounted",
      () =>
        createServer(
          express().use("/api", signedRequests(shopGuard()), (request, response) => void answering(request, response)),
        ),
    ],
  ])("%s", async (_story, make) => {
    const { origin, close } = await listening(make());

    const response = await call()(`${origin}/api/orders?a=1`, { method: "POST", body: "hello" });

    expect([response.status, await response.text()]).toEqual([201, "done"]);
    await close();
  });

  test.each<[string, string, number]>([
    ["HEAD", "HEAD", 200],
    ["204", "POST", 204],
    ["304", "GET", 304],
  ])("%s has no body, and no digest of one that is not sent", async (_story, method, status) => {
    const server = createServer((request, response) => {
      void signedListener(shopGuard(), async (asked: IncomingMessage, answer: ServerResponse) => {
        const headers = [["set-cookie", "a=1"] as const, ["set-cookie", "b=2"] as const];
        await sendSigned(asked, answer, { status, headers, body: Buffer.from("done") }, { key: ada, tag: "answer" });
      })(request, response);
    });
    const { origin, close } = await listening(server);

    const response = await call()(`${origin}/`, { method });

    expect([response.status, response.headers.get("content-digest")]).toEqual([status, null]);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    await close();
  });

  test("what cannot be signed is not sent", async () => {
    let refusal: unknown;
    const server = createServer((request, response) => {
      void signedListener(shopGuard(), async (asked: IncomingMessage, answer: ServerResponse) => {
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

test("a response that node:http's client got, with a signed trailer", async () => {
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
  const policy = livePolicy({ components });
  const ask = (path: string, before?: (response: IncomingMessage) => unknown): Promise<unknown> =>
    new Promise((resolve) => {
      get(`${origin}${path}`, (response) => {
        const request = { method: "GET", targetUri: `${origin}${path}`, headers: [] };
        resolve(Promise.resolve(before?.(response)).then(() => verifyIncomingResponse(response, request, policy)));
      });
    });

  expect(await ask("/good")).toMatchObject({ ok: true, body });
  expect(await ask("/good", text)).toMatchObject({ reason: "body-unreadable" });
  expect(await ask("/bad")).toMatchObject({ ok: false, reason: "bad-signature" });
  await close();
});
