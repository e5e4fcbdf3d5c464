import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { listening } from "../testing/listening.ts";
import { ada } from "../testing/shop.ts";
import { livePolicy } from "../testing/shop-guard.ts";
import { signedListener } from "./node-http.ts";
import { signedFetch } from "./signed-fetch.ts";

const call = signedFetch({ key: ada, tag: "shop" });
const hidden = new Error("database password is hunter2");

test.each<[string, (request: IncomingMessage, response: ServerResponse) => void | Promise<void>]>([
  [
    "throws",
    () => {
      throw hidden;
    },
  ],
  ["rejects", () => Promise.reject(hidden)],
])("a handler that %s: the peer gets 500 and no more, the process a warning", async (_story, handler) => {
  const { origin, close } = await listening(createServer(listener(handler)));
  const warned = once(process, "warning");
  const response = await call(`${origin}/`);

  expect([response.status, await response.text()]).toEqual([500, ""]);
  expect(await warned).toEqual([hidden]);
  await close();
});

test("a handler that rejects half way: the answer breaks off", async () => {
  const { origin, close } = await listening(
    createServer(
      listener(async (_request, response) => {
        response.write("half");
        throw hidden;
      }),
    ),
  );
  const warned = once(process, "warning");
  const text = call(`${origin}/`).then((response) => response.text());

  await expect(text).rejects.toThrow(TypeError);
  expect(await warned).toEqual([hidden]);
  await close();
});

test("a request that is refused half way keeps its socket, for who logs the address", async () => {
  let from: string | undefined;
  const listen = signedListener({ policy: livePolicy({ maximumBody: 3 }) }, () => undefined);
  const { origin, close } = await listening(
    createServer((request, response) => {
      void (async () => {
        await listen(request, response);
        from = (request.socket as IncomingMessage["socket"] | null)?.remoteAddress;
      })();
    }),
  );

  expect((await call(`${origin}/`, { method: "POST", body: "four" })).status).toBe(401);
  await expect.poll(() => from).toBe("127.0.0.1");
  await close();
});

test("a clock that is broken lets nobody through", async () => {
  const guard = { policy: livePolicy({ now: () => Number.NaN }) };
  const { origin, close } = await listening(
    createServer(signedListener(guard, (_request, response) => void response.end())),
  );
  const warned = once(process, "warning");

  expect((await call(`${origin}/`)).status).toBe(500);
  expect(await warned).toMatchObject([{ message: expect.stringContaining("now") }]);
  await close();
});

function listener(handler: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>) {
  return signedListener({ policy: livePolicy() }, handler) as (
    request: IncomingMessage,
    response: ServerResponse,
  ) => void;
}
