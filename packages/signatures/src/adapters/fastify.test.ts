import fastify from "fastify";
import { expect, test } from "vitest";
import { sign } from "../sign.ts";
import { ada } from "../testing/shop.ts";
import { shopGuard } from "../testing/shop-guard.ts";
import { signedRequests } from "./fastify.ts";

test("the address that was signed is the one that came, though Fastify rewrites it", async () => {
  const app = fastify({ rewriteUrl: ({ url = "" }) => url.replace("/v1", "") });
  signedRequests(app, shopGuard({ origin: "https://shop.example" }));
  app.get("/orders", (_request, reply) => void reply.send("ran"));
  const signed = await sign(
    { method: "GET", targetUri: "https://shop.example/v1/orders", headers: [] },
    { key: ada, tag: "shop" },
  );
  const headers = signed.ok ? Object.fromEntries(signed.headers) : {};

  expect((await app.inject({ method: "GET", url: "/v1/orders", headers })).body).toBe("ran");
  await app.close();
});

test("Fastify's own parsers read a body that the policy ignores", async () => {
  const app = fastify();
  signedRequests(app, shopGuard({ body: "ignored", origin: "https://shop.example" }));
  app.post("/orders", (request, reply) => void reply.send(request.body));
  const target = { method: "POST", targetUri: "https://shop.example/orders", headers: [] };
  const signed = await sign(target, { key: ada, tag: "shop" });
  const headers = signed.ok ? Object.fromEntries(signed.headers) : {};

  const answer = await app.inject({ method: "POST", url: "/orders", headers, payload: { item: "keyboard" } });

  expect(answer.json()).toEqual({ item: "keyboard" });
  await app.close();
});
