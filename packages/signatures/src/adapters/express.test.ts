import { createServer } from "node:http";
import express from "express";
import { describe, expect, test } from "vitest";
import { listening } from "../testing/listening.ts";
import { ada } from "../testing/shop.ts";
import { shopGuard, signerOf } from "../testing/shop-guard.ts";
import { signedRequests } from "./express.ts";
import { signedFetch } from "./signed-fetch.ts";

const call = signedFetch({ key: ada, tag: "shop" });

const json = { method: "POST", body: `{"item":"keyboard"}`, headers: { "content-type": "application/json" } };

describe("Express", () => {
  test("a body that somebody has read before is refused", async () => {
    const reasons: string[] = [];
    const app = express();
    app.use(express.json());
    app.use(signedRequests(shopGuard({ refused: ({ reason }) => reasons.push(reason) })));
    const { origin, close } = await listening(createServer(app));

    expect((await call(`${origin}/`, json)).status).toBe(401);
    expect(reasons).toEqual(["body-unreadable"]);
    await close();
  });

  test.each([
    ["covered", ["bytes", "bytes"]],
    ["ignored", ["nothing", json.body]],
  ] as const)("request.body before and behind express.json() when the body is %s", async (body, kinds) => {
    const kind = (given: unknown): string => (Buffer.isBuffer(given) ? "bytes" : (JSON.stringify(given) ?? "nothing"));
    const app = express();
    let before = "";
    app.use(signedRequests(shopGuard({ body })), (request, _response, next) => {
      before = kind(request.body);
      next();
    });
    app.use(express.json(), (request, response) => void response.json([before, kind(request.body)]));
    const { origin, close } = await listening(createServer(app));

    expect(await (await call(`${origin}/`, json)).json()).toEqual(kinds);
    await close();
  });

  test("a router that is mounted somewhere sees the path that was signed", async () => {
    const app = express();
    const router = express.Router();
    router.use(signedRequests(shopGuard()));
    router.get("/orders", (request, response) => void response.send(signerOf(request)));
    app.use("/api", router);
    const { origin, close } = await listening(createServer(app));

    const response = await call(`${origin}/api/orders`);

    expect(await response.text()).toBe("ada");
    await close();
  });
});
