import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { digestField } from "./digest.ts";
import { sign } from "./sign.ts";
import { ada, body, changed, noon, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

test("a source that fills its memory again cannot change what was hashed", async () => {
  const memory = Buffer.alloc(4);
  async function* reusing(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < body.length; at += 4) yield memory.subarray(0, body.copy(memory, 0, at, at + 4));
    memory.fill("x");
  }

  expect(await verify(await signedBy(order, { body }), shopPolicy(), reusing())).toMatchObject({ ok: true, body });
});

describe("a body that nobody signed is refused", () => {
  const get = { ...order, method: "GET", headers: [] };

  test("it is announced", async () => {
    const message = await signedBy(order);
    expect(await verify(message, shopPolicy(), body)).toMatchObject({ reason: "unsigned-body", label: "sig1" });
  });

  test.each([
    ["a length", ["Content-Length", "5"], "unsigned-body"],
    ["a coding, which may have nothing in it", ["Transfer-Encoding", "chunked"], "unknown-key"],
    ["no length", ["Content-Length", "0"], "unknown-key"],
  ] as const)("announced by %s, before anybody is asked for a key", async (_story, header, reason) => {
    const message = await signedBy({ ...get, headers: [header] });
    const stream = new Blob([]).stream();
    expect(await verify(message, shopPolicy({ keys: () => undefined }), stream)).toMatchObject({ reason });
  });

  test("chunks without a byte in them are no body", async () => {
    const message = await signedBy({ ...get, method: "POST", headers: [["Transfer-Encoding", "chunked"]] });
    expect(await verify(message, shopPolicy(), new Blob([]).stream())).toMatchObject({ ok: true });
    expect(await verify(message, shopPolicy(), new Blob([body]).stream())).toMatchObject({ reason: "unsigned-body" });
  });

  test("a GET that grew one, in a stream that nothing announces", async () => {
    const stream = new Blob([body]).stream();
    expect(await verify(await signedBy(get), shopPolicy(), stream)).toMatchObject({ reason: "unsigned-body" });
  });

  test("a digest that nobody signed does not help", async () => {
    const signed = await signedBy(get);
    const message = { ...signed, headers: [...signed.headers, ["Content-Digest", `sha-256=:x:`] as const] };
    expect(await verify(message, shopPolicy(), body)).toMatchObject({ reason: "unsigned-body" });
  });

  test("a policy that ignores bodies does not read it, and gives none", async () => {
    const verified = await verify(await signedBy(get), shopPolicy({ body: "ignored" }), body);
    expect(verified).toMatchObject({ ok: true, body: Buffer.alloc(0) });
  });
});

describe("a response without content (RFC 9110 6.4.1)", () => {
  const asked = { ...order, method: "GET", headers: [] };
  test.each<[string, string, number, string | undefined]>([
    ["to HEAD", "HEAD", 200, undefined],
    ["204", "POST", 204, undefined],
    ["304", "GET", 304, undefined],
    ["103", "GET", 103, undefined],
    ["the bad twin: 200 to GET", "GET", 200, "unsigned-body"],
    ["the bad twin: 404 to GET", "GET", 404, "unsigned-body"],
  ])("%s verifies with a length and without a body", async (_story, method, status, reason) => {
    const request = { ...asked, method };
    const headers = [["Content-Length", "5"]] as const;
    const signed = await sign({ status, headers, request }, { key: ada, tag: "shop", now: () => noon });
    if (!signed.ok) throw new Error(signed.reason);
    const response = { status, headers: [...headers, ...signed.headers], request };
    const verified = await verify(response, shopPolicy(), new Blob([]).stream());

    expect(verified.ok ? undefined : verified.reason).toBe(reason);
    // who reads a body there reads one that nobody signed
    for (const source of [new Blob([body]).stream(), body]) {
      expect(await verify(response, shopPolicy(), source)).toMatchObject({ reason: "unsigned-body" });
    }
  });

  test("a digest in it is of what another response has", async () => {
    const request = { ...asked, method: "HEAD" };
    const headers = [["Content-Digest", digestField(body)]] as const;
    const signed = await sign({ status: 200, headers, request }, { key: ada, tag: "shop", now: () => noon, body });
    if (!signed.ok) throw new Error(signed.reason);
    const response = { status: 200, headers: [...headers, ...signed.headers], request };

    expect(await verify(response, shopPolicy())).toMatchObject({ ok: true });
    expect(await verify(response, shopPolicy(), body)).toMatchObject({ reason: "unsigned-body" });
  });
});

describe("bodies", () => {
  test("of a great many small chunks takes little more memory than its bytes", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const size = 300_000;
    const all = Buffer.alloc(size, "ab");
    let taken = 0;
    async function* drops(): AsyncGenerator<Uint8Array> {
      collect();
      const before = getHeapStatistics().used_heap_size;
      for (let at = 0; at < size; at += 1) yield all.subarray(at, at + 1);
      collect();
      taken = getHeapStatistics().used_heap_size - before;
    }

    expect(await verify(await signedBy(order, { body: all }), shopPolicy(), drops())).toMatchObject({
      ok: true,
      body: all,
    });
    expect(taken).toBeLessThan(4 * size);
  });

  test("as a stream of chunks", async () => {
    const chunks = [body.subarray(0, 3), body.subarray(3)];
    const stream = ReadableStream.from(chunks);
    expect(await verify(await signedBy(order, { body }), shopPolicy(), stream)).toMatchObject({ ok: true, body });
  });

  test("larger than the policy allows: the source is told to stop", async () => {
    let given = 0;
    let stopped = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.alloc(1_024, (given += 1));
      } finally {
        stopped = true;
      }
    }
    expect(await verify(await signedBy(order, { body }), shopPolicy({ maximumBody: 10_240 }), endless())).toMatchObject(
      { reason: "body-too-large" },
    );
    expect({ given, stopped }).toEqual({ given: 11, stopped: true });
  });

  test.each([
    ["as large as the policy allows", 0, undefined],
    ["a byte larger", 1, "body-too-large"],
  ])("in one piece, %s", async (_story, more, reason) => {
    const policy = shopPolicy({ maximumBody: body.length - more });
    const verified = await verify(await signedBy(order, { body }), policy, body);
    expect(verified.ok ? undefined : verified.reason).toBe(reason);
  });

  test("a stream that breaks off", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield body.subarray(0, 3);
      throw new Error("aborted");
    }
    expect(await verify(await signedBy(order, { body }), shopPolicy(), broken())).toMatchObject({
      reason: "body-unreadable",
    });
  });

  test("nothing is read for somebody without a key", async () => {
    const message = changed(await signedBy(order, { body }), "signature", () => "sig1=:AAAA:");
    async function* guarded(): AsyncGenerator<Uint8Array> {
      if (message.method === "POST") throw new Error("was read");
      yield body;
    }
    expect(await verify(message, shopPolicy(), guarded())).toMatchObject({ reason: "bad-signature" });
  });

  test("a trailer is known when the body was read", async () => {
    let read = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      yield body;
      read = true;
    }
    const components = ["@method", "@authority", "@path", "@query", "checksum;tr"];
    const signed = await signedBy({ ...order, trailers: [["Checksum", "1"]] }, { body, components });
    const message = { ...signed, trailers: () => (read ? ([["Checksum", "1"]] as const) : []) };
    expect(await verify(message, shopPolicy({ components }), source())).toMatchObject({ ok: true });
    const other = { ...signed, trailers: [["Checksum", "2"]] as const };
    expect(await verify(other, shopPolicy({ components }), body)).toMatchObject({ reason: "bad-signature" });
  });
});
