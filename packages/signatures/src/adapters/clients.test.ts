import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Policy } from "../policy.ts";
import { listening } from "../testing/listening.ts";
import { must } from "../testing/must.ts";
import { ada } from "../testing/shop.ts";
import { livePolicy } from "../testing/shop-guard.ts";
import { fetchRequest, signRequest, signResponse, verifyRequest, verifyResponse } from "./fetch.ts";
import { signedListener, verifiedOf } from "./node-http.ts";
import { signedFetch, SignedFetchError } from "./signed-fetch.ts";

const shop = (tag = "shop", components?: readonly string[]): Policy =>
  livePolicy({ tag, ...(components === undefined ? {} : { components }) });

let origin = "";
let spoil = false;
const server = createServer((request, response) => {
  void signedListener({ policy: shop() }, answer)(request, response);
});

/** Answers with what it got, signed. */
async function answer(request: IncomingMessage, response: ServerResponse, { body }: { body: Buffer }): Promise<void> {
  const asked = {
    method: request.method ?? "",
    targetUri: `${origin}${request.url}`,
    headers: pairs(request.rawHeaders),
  };
  const keyid = verifiedOf(request).signatures[0]?.parameters.keyid;
  const plain = new Response(`${keyid} ${request.method} ${request.url} ${body.toString()}`, {
    headers: { "content-type": "text/plain" },
  });
  const signed = must(await signResponse(plain, asked, { key: ada, tag: "answer" }));
  response.writeHead(
    request.url === "/moved" ? 302 : signed.status,
    [...signed.headers, ["location", "/elsewhere"]].flat(),
  );
  response.end(spoil ? "spoilt" : Buffer.from(await signed.arrayBuffer()));
}

function pairs(raw: readonly string[]): (readonly [string, string])[] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ""] as const] : []));
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

describe("fetch", () => {
  const request = (): Request =>
    new Request("https://shop.example/orders?a=1#there", { method: "POST", body: "hello", headers: { "x-a": "1" } });

  test("a request is signed and verified, and its body is still there", async () => {
    const signed = must(await signRequest(request(), { key: ada, tag: "shop" }));
    const again = signed.clone();

    expect(await verifyRequest(signed, shop())).toMatchObject({ ok: true, body: Buffer.from("hello") });
    expect(await again.text()).toBe("hello");
    expect(await verifyRequest(signed, shop())).toMatchObject({ reason: "body-unreadable" });
  });

  test("behind a proxy", async () => {
    const signed = must(await signRequest(request(), { key: ada, tag: "shop" }));
    const inside = new Request("http://10.0.0.7/orders?a=1", signed);

    expect(await verifyRequest(inside.clone(), shop(), { origin: "https://shop.example" })).toMatchObject({ ok: true });
    expect(await verifyRequest(inside, shop())).toMatchObject({ reason: "bad-signature" });
  });

  test("a body that was read before cannot be signed", async () => {
    const used = request();
    await used.text();

    expect(await signRequest(used, { key: ada, tag: "shop" })).toMatchObject({ reason: "body-unreadable" });
  });

  test("a response is signed for its request", async () => {
    const asked = fetchRequest(request());
    const response = must(
      await signResponse(new Response("world", { status: 201 }), asked, { key: ada, tag: "answer" }),
    );

    expect(response.status).toBe(201);
    expect(await verifyResponse(response.clone(), asked, shop("answer"))).toMatchObject({
      ok: true,
      body: Buffer.from("world"),
    });
    expect(await verifyResponse(response, { ...asked, method: "GET" }, shop("answer"))).toMatchObject({
      reason: "bad-signature",
    });
  });

  test("a response without a body", async () => {
    const asked = fetchRequest(request());
    const response = must(await signResponse(new Response(null, { status: 204 }), asked, { key: ada, tag: "answer" }));

    expect(await verifyResponse(response, asked, shop("answer"))).toMatchObject({ ok: true });
  });
});

describe("signedFetch", () => {
  const call = signedFetch({ key: ada, tag: "shop" });

  test("signs, and verifies the answer", async () => {
    const careful = signedFetch({ key: ada, tag: "shop", policy: shop("answer") });
    const response = await careful(`${origin}/orders?a=b`, { method: "POST", body: "hello" });

    expect(await response.text()).toBe("ada POST /orders?a=b hello");
    expect(response.headers.get("content-type")).toBe("text/plain");
  });

  test("rejects an answer that was changed on its way", async () => {
    spoil = true;
    const careful = signedFetch({ key: ada, tag: "shop", policy: shop("answer") });

    await expect(careful(`${origin}/`)).rejects.toThrow(SignedFetchError);
    await expect(careful(`${origin}/`)).rejects.toThrow("digest-mismatch");
    spoil = false;
  });

  test("rejects an answer to another request, and the error has nothing of what was covered", async () => {
    const send = (request: Request): Promise<Response> => fetch(new Request(`${origin}/other`, request));
    const signed = must(await signRequest(new Request(`${origin}/other`), { key: ada, tag: "shop" }));
    const careful = signedFetch({ key: ada, tag: "shop", policy: shop("answer"), fetch: () => send(signed) });

    const error: unknown = await careful(`${origin}/`).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ refusal: { ok: false, reason: "bad-signature", label: "sig1" } });
    expect((error as SignedFetchError).refusal).not.toHaveProperty("base");
  });

  test.each([
    ["is not asked for", {}, "hello"],
    [
      "that one asks for oneself is none of the bytes that were signed",
      { "accept-encoding": "gzip" },
      "digest-mismatch",
    ],
  ])("a compressed answer %s", async (_story, headers, outcome) => {
    const gzip = createServer((request, response) => {
      void (async () => {
        const asked = { method: "GET", targetUri: `${there.origin}/`, headers: pairs(request.rawHeaders) };
        const small = request.headers["accept-encoding"]?.includes("gzip") === true;
        const body = small ? gzipSync("hello") : Buffer.from("hello");
        const signed = must(await signResponse(new Response(body), asked, { key: ada, tag: "answer" }));
        response.writeHead(200, [...signed.headers, ...(small ? [["content-encoding", "gzip"]] : [])].flat());
        response.end(body);
      })();
    });
    const there = await listening(gzip);
    const careful = signedFetch({ key: ada, tag: "shop", policy: shop("answer") });
    const said = await careful(`${there.origin}/`, { headers }).then(
      (response) => response.text(),
      ({ refusal }: SignedFetchError) => refusal.reason,
    );

    expect(said).toBe(outcome);
    await there.close();
  });

  test("gives back a redirect", async () => {
    const response = await call(`${origin}/moved`, { redirect: "follow" });

    expect([response.status, response.headers.get("location")]).toEqual([302, "/elsewhere"]);
  });

  test("signs again, once, as a 401 asks", async () => {
    const wants = `sig1=("@method" "@authority" "@path" "@query" "content-type" "content-digest");created;expires;tag="shop"`;
    const seen: string[] = [];
    const send = async (request: Request): Promise<Response> => {
      seen.push(request.headers.get("signature-input") ?? "");
      const verified = await verifyRequest(
        request,
        shop("shop", ["@method", "@authority", "@path", "@query", "content-type"]),
      );
      return verified.ok
        ? new Response(verified.body.toString())
        : new Response(null, { status: 401, headers: { "accept-signature": wants } });
    };
    const init = { method: "POST", body: "hello", headers: { "content-type": "text/plain" } };

    const response = await signedFetch({ key: ada, tag: "shop", negotiate: true, fetch: send })(
      "https://shop.example/",
      init,
    );

    expect(await response.text()).toBe("hello");
    expect(seen).toHaveLength(2);
    expect((await signedFetch({ key: ada, tag: "shop", fetch: send })("https://shop.example/", init)).status).toBe(401);
  });

  test("one call is one order, however many signatures a 401 asks for", async () => {
    const member = `("@method" "@authority" "@path" "@query" "content-digest");created;expires;keyid="ada";tag="shop"`;
    const ask = Array.from({ length: 16 }, (_, at) => `s${at}=${member}`).join(", ");
    const policy = shop();
    const outcomes: string[] = [];
    const send = async (request: Request): Promise<Response> => {
      const fields = ["signature-input", "signature"].map(
        (name) => request.headers.get(name)?.split(/, (?=s\d+=)/) ?? [],
      );
      if (fields[0]?.length === 1) return new Response(null, { status: 401, headers: { "accept-signature": ask } });
      const body = await request.arrayBuffer();
      for (let at = 0; at < 16; at += 1) {
        const headers = new Headers(request.headers);
        headers.set("signature-input", fields[0]?.[at] ?? "");
        headers.set("signature", fields[1]?.[at] ?? "");
        const verified = await verifyRequest(new Request(request.url, { method: "POST", headers, body }), policy);
        outcomes.push(verified.ok ? "taken" : verified.reason);
      }
      return new Response("ok");
    };
    await signedFetch({ key: ada, tag: "shop", negotiate: true, fetch: send })("https://shop.example/", {
      method: "POST",
      body: "one keyboard",
    });

    expect(outcomes).toEqual(["taken", ...Array.from({ length: 15 }, () => "replayed")]);
  });

  const answered = (status: number, body: string | undefined, cancel: () => void): Response => {
    const pull = (controller: ReadableStreamDefaultController): void => {
      controller.enqueue(Buffer.from(body ?? "x"));
      if (body !== undefined) controller.close();
    };
    return new Response(new ReadableStream({ pull, cancel }, { highWaterMark: 0 }), { status });
  };
  test.each<[string, number, string | undefined, object]>([
    ["a refusal", 401, JSON.stringify({ reference: "Ab-_9" }), { status: 401, reference: "Ab-_9" }],
    ["a refusal in prose", 401, "no", { status: 401 }],
    ["a reference that is none", 401, JSON.stringify({ reference: "a b" }), { status: 401 }],
    ["a reference that is a number", 401, JSON.stringify({ reference: 7 }), { status: 401 }],
    ["null", 401, "null", { status: 401 }],
    ["a refusal without an end", 401, undefined, { status: 401 }],
    ["another answer", 503, JSON.stringify({ reference: "Ab-_9" }), { status: 503 }],
  ])("an unsigned answer is told as what it is, and let go of: %s", async (_story, status, body, unverified) => {
    let gone = false;
    const response = answered(status, body, () => (gone = true));
    const careful = signedFetch({ key: ada, tag: "shop", policy: shop("answer"), fetch: async () => response });
    const error: unknown = await careful("https://shop.example/").catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ refusal: { reason: "no-signature" } });
    expect((error as SignedFetchError).unverified).toEqual(unverified);
    expect(gone || (await response.body?.getReader().read())?.done).toBe(true);
  });

  test.each([
    ["when it asks for what is not signed", `sig1=("@method")`, true],
    ["when it asks for what is signed", `sig1=("@method" "@target-uri")`, false],
  ])("a 401 is let go of %s", async (_story, ask, rejects) => {
    let gone = 0;
    const send = async (): Promise<Response> => {
      const response = answered(401, undefined, () => (gone += 1));
      response.headers.set("accept-signature", ask);
      return response;
    };
    const call = signedFetch({ key: ada, tag: "shop", negotiate: true, fetch: send })("https://shop.example/");

    await (rejects ? expect(call).rejects.toThrow(SignedFetchError) : call);
    expect(gone).toBe(1);
  });

  test("an answer that is no 401 asks for nothing", async () => {
    let calls = 0;
    const headers = { "accept-signature": `sig1=("@method" "@target-uri")` };
    const send = async (): Promise<Response> => ((calls += 1), new Response(null, { headers }));
    await signedFetch({ key: ada, tag: "shop", negotiate: true, fetch: send })("https://shop.example/");

    expect(calls).toBe(1);
  });

  test.each([
    ["for less than it would cover", `sig1=("@method");tag="shop"`],
    ["for another purpose", `sig1=("@method" "@authority" "@path" "@query");tag="transfer"`],
    ["with another key", `sig1=("@method" "@authority" "@path" "@query");keyid="root"`],
    ["with another algorithm", `sig1=("@method" "@authority" "@path" "@query");alg="hmac-sha256"`],
    ["for nothing", ""],
    ["for a header that is not there", `sig1=("@method" "@authority" "@path" "@query" "x-absent")`],
    ["in no way that one can read", "((("],
  ])("does not let a server ask %s", async (_story, ask) => {
    let calls = 0;
    const send = async (): Promise<Response> => {
      calls += 1;
      return new Response(null, { status: 401, headers: { "accept-signature": ask } });
    };

    await expect(
      signedFetch({ key: ada, tag: "shop", negotiate: true, fetch: send })("https://shop.example/"),
    ).rejects.toThrow(SignedFetchError);
    expect(calls).toBe(1);
  });
});
