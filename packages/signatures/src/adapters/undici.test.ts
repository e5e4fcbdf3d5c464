import { createServer } from "node:http";
import { Readable } from "node:stream";
import { Agent, type Dispatcher, fetch, FormData, interceptors, request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestField } from "../digest.ts";
import { verify } from "../verify.ts";
import { type Listening, listening } from "../testing/listening.ts";
import { ada } from "../testing/shop.ts";
import { livePolicy, shopGuard, signerOf } from "../testing/shop-guard.ts";
import { signedListener, verifyIncoming } from "./node-http.ts";
import { signing, UnsignedRequestError } from "./undici.ts";

describe("requests through an agent that signs", () => {
  const dispatcher = new Agent().compose(signing({ key: ada, tag: "shop" }));
  let server: Listening;
  let came = 0;
  beforeAll(async () => {
    const listener = signedListener(shopGuard(), (asked, answer, { body }) => {
      answer.end(`${signerOf(asked)} ${asked.method} ${asked.url} ${body.toString()}`);
    });
    server = await listening(createServer((asked, answer) => ((came += 1), void listener(asked, answer))));
  });
  afterAll(() => server.close());

  test.each<[string, object, string]>([
    ["a GET", { method: "GET", path: "/a?b=c" }, "ada GET /a?b=c "],
    [
      "a query as an object",
      { method: "GET", path: "/a", query: { b: "c d", e: ["1", "2"] } },
      "ada GET /a?b=c%20d&e=1&e=2 ",
    ],
    ["a string", { method: "POST", path: "/", body: "hello" }, "ada POST / hello"],
    ["bytes", { method: "POST", path: "/", body: Buffer.from("hello"), headers: ["x-a", "1"] }, "ada POST / hello"],
    [
      "headers as an object",
      { method: "POST", path: "/", body: "hello", headers: { "x-a": "1", "x-b": ["2", "3"] } },
      "ada POST / hello",
    ],
    [
      "headers as pairs",
      { method: "POST", path: "/", body: "hello", headers: new Map([["x-a", "1"]]) },
      "ada POST / hello",
    ],
  ])("%s", async (_story, options, said) => {
    const { path, ...rest } = options as { path: string };
    const response = await request(`${server.origin}${path}`, { dispatcher, ...rest });

    expect(await response.body.text()).toBe(said);
  });

  test.each<[string, Dispatcher.DispatchOptions["headers"], string[]]>([
    ["an object", { "x-b": ["2", "3"], "x-c": undefined }, ["x-b", "2", "x-b", "3"]],
    ["pairs", new Map([["x-b", ["2", "3"]]]), ["x-b", "2", "x-b", "3"]],
    ["a list", ["x-b", "2", "x-b", "3"], ["x-b", "2", "x-b", "3"]],
  ])(
    "lines of one field in %s are as many lines, and a slash behind the origin is no path",
    async (_story, given, lines) => {
      const knowledge = { listFields: new Set(["x-b"]), components: ["@target-uri", "x-b"] };
      const sent = await new Promise<Dispatcher.DispatchOptions>((resolve) => {
        const dispatch: Dispatcher["dispatch"] = (options) => (resolve(options), true);
        const signs = signing({ key: ada, tag: "shop", ...knowledge });
        signs(dispatch)({ origin: "https://shop.example/", path: "/a", method: "GET", headers: given ?? null }, {});
      });
      const headers = sent.headers as string[];

      expect(headers.slice(0, 4)).toEqual(lines);
      const fields = headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? ""] as const] : []));
      const message = { method: "GET", targetUri: "https://shop.example/a", headers: fields };
      expect(await verify(message, livePolicy(knowledge))).toMatchObject({ ok: true });
    },
  );

  async function* drops(): AsyncGenerator<Buffer> {
    yield Buffer.from("hel");
    yield Buffer.from("lo");
  }

  test.each<[string, () => unknown]>([
    ["a stream of bytes", () => Readable.from([Buffer.from("hel"), Buffer.from("lo")])],
    ["a stream of texts", () => Readable.from(["hel", "lo"])],
    ["a generator", drops],
    ["a stream of the web", () => ReadableStream.from(drops())],
  ])("%s is read before it is sent", async (_story, make) => {
    const body = make() as Readable;
    const response = await request(`${server.origin}/`, { dispatcher, method: "POST", body });

    expect(await response.body.text()).toBe("ada POST / hello");
  });

  test("what is composed behind it may change the request before it is signed", async () => {
    const changes: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
      const given = options.headers as string[];
      return dispatch({ ...options, headers: given.map((each) => (each === "1" ? "changed" : each)) }, handler);
    };
    const components = ["@method", "@target-uri", "x-a"];
    const policy = livePolicy({ components });
    const seen: unknown[] = [];
    const strict = await listening(
      createServer((asked, answer) => {
        void (async () => {
          const verified = await verifyIncoming(asked, { policy });
          seen.push(verified.ok || verified.reason);
          answer.end();
        })();
      }),
    );
    const signs = signing({ key: ada, tag: "shop", components });
    for (const dispatcher of [new Agent().compose(signs, changes), new Agent().compose(changes, signs)]) {
      await (await request(strict.origin, { dispatcher, headers: ["x-a", "1"] })).body.dump();
    }

    expect(seen).toEqual([true, "bad-signature"]);
    await strict.close();
  });

  test.each<[string, Dispatcher.DispatcherComposeInterceptor, string]>([
    ["a redirect", interceptors.redirect({ maxRedirections: 1 }), "/moved"],
    ["a retry", interceptors.retry({ maxRetries: 1, minTimeout: 1, statusCodes: [503] }), "/busy"],
  ])("%s that is composed behind it is signed anew", async (_story, again, path) => {
    const store = shopGuard();
    const reasons: string[] = [];
    let busy = 1;
    const verified = signedListener({ ...store, refused: ({ reason }) => reasons.push(reason) }, (asked, answer) => {
      if (asked.url === "/moved") answer.statusCode = 307;
      if (asked.url === "/busy" && (busy -= 1) === 0) answer.statusCode = 503;
      answer.setHeader("location", "/there");
      answer.end();
    });
    const there = await listening(createServer((asked, answer) => void verified(asked, answer)));
    const signs = signing({ key: ada, tag: "shop" });
    const ask = async (dispatcher: Dispatcher): Promise<number> => {
      const response = await request(`${there.origin}${path}`, { dispatcher, method: "GET" });
      await response.body.dump();
      return response.statusCode;
    };

    expect(await ask(new Agent().compose(signs, again))).toBe(200);
    busy = 1;
    expect(await ask(new Agent().compose(again, signs))).toBe(401);
    expect(reasons).toEqual([path === "/busy" ? "replayed" : "bad-signature"]);
    await there.close();
  });

  test("a stream with a digest of its own is sent as it flows", async () => {
    let sent: unknown;
    const watching = new Agent().compose(
      (dispatch) => (options, handler) => ((sent = options.body), dispatch(options, handler)),
      signing({ key: ada, tag: "shop" }),
    );
    const headers = { "content-digest": digestField(Buffer.from("hello")) };
    const body = Readable.from(drops());
    const response = await request(`${server.origin}/`, { dispatcher: watching, method: "POST", headers, body });

    expect(await response.body.text()).toBe("ada POST / hello");
    expect(sent).toBe(body);
  });

  test.each<[string, object, string]>([
    ["no body", {}, "ada GET /a?b=c "],
    ["a text", { method: "POST", body: "hello" }, "ada POST /a?b=c hello"],
    ["an empty text", { method: "POST", body: "" }, "ada POST /a?b=c "],
    ["bytes", { method: "PUT", body: Buffer.from("hello") }, "ada PUT /a?b=c hello"],
    ["a stream", { method: "POST", body: ReadableStream.from(drops()), duplex: "half" }, "ada POST /a?b=c hello"],
  ])("undici's own fetch with %s", async (_story, init, said) => {
    const response = await fetch(`${server.origin}/a?b=c`, { dispatcher, ...init });

    expect(await response.text()).toBe(said);
  });

  test("undici's own fetch with a form", async () => {
    const body = new FormData();
    body.set("item", "keyboard");
    const response = await fetch(`${server.origin}/`, { dispatcher, method: "POST", body });

    expect(await response.text()).toMatch(/^ada POST \/ -[^]*name="item"[^]*keyboard/);
  });

  test.each<[string, () => unknown, string]>([
    ["a form", () => new FormData(), "missing-digest"],
    ["a stream of numbers", () => Readable.from([1, 2]), "body-unreadable"],
    ["a stream without end", () => Readable.from(endless()), "body-too-large"],
    ["a stream that breaks off", () => Readable.from(broken()), "body-unreadable"],
  ])("%s is not sent", async (_story, make, reason) => {
    const before = came;
    const sent = request(`${server.origin}/`, { dispatcher, method: "POST", body: make() as Readable });

    await expect(sent).rejects.toThrow(UnsignedRequestError);
    await expect(sent).rejects.toThrow(reason);
    expect(came).toBe(before);
  });

  function* endless(): Generator<Buffer> {
    for (;;) yield Buffer.alloc(1_048_576);
  }
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from("hel");
    throw new Error("aborted");
  }
});

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeAll(() => void process.on("unhandledRejection", note));
afterAll(() => void process.off("unhandledRejection", note));

const broken = signing({ key: ada, tag: "shop" })(() => {
  throw new Error("closed");
});
const target: Dispatcher.DispatchOptions = { origin: "https://shop.example", path: "/", method: "GET" };

/** Node tells of an unhandled rejection when the microtasks are done. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

test.each(["onResponseError", "onError"])("what dispatch throws is told to the handler's %s", async (name) => {
  const told: unknown[] = [];
  const handler = { [name]: (...given: unknown[]) => told.push((given.at(-1) as Error).message) };

  expect(broken(target, handler as Dispatcher.DispatchHandler)).toBe(true);
  await turn();

  expect(told).toEqual(["closed"]);
  expect(unhandled).toEqual([]);
});

test("a request through an agent that refuses it rejects", async () => {
  const dispatcher = new Agent().compose(
    () => broken,
    (dispatch) => dispatch,
  );

  await expect(request("https://shop.example/", { dispatcher })).rejects.toThrow("closed");
  expect(unhandled).toEqual([]);
});
