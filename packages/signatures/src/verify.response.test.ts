import { describe, expect, test } from "vitest";
import { ada, body, noon, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { sign } from "./sign.ts";
import { verify } from "./verify.ts";

describe("responses", () => {
  const response = { status: 200, headers: [["Content-Type", "application/json"]] as const };

  test("are bound to the request that they answer", async () => {
    const request = await signedBy(order, { body });
    const signed = await sign({ ...response, request }, { key: ada, tag: "shop", body, now: () => noon });
    if (!signed.ok) throw new Error(signed.reason);
    const answer = { ...response, headers: [...response.headers, ...signed.headers] };
    const ids = signed.components.map(({ id }) => id);

    expect(ids).toEqual([
      `"@status"`,
      `"@method";req`,
      `"@authority";req`,
      `"@path";req`,
      `"@query";req`,
      `"content-digest"`,
      `"content-digest";req`,
      `"signature";req`,
    ]);
    expect(await verify({ ...answer, request }, shopPolicy(), body)).toMatchObject({ ok: true });
    expect(await verify({ ...answer, request, status: 201 }, shopPolicy(), body)).toMatchObject({
      reason: "bad-signature",
    });
    const elsewhere = { ...request, targetUri: "https://shop.example/other" };
    expect(await verify({ ...answer, request: elsewhere }, shopPolicy(), body)).toMatchObject({
      reason: "bad-signature",
    });
    expect(await verify(answer, shopPolicy(), body)).toMatchObject({ reason: "missing-component" });
  });

  test("to the same request, made once more, is no answer", async () => {
    const request = await signedBy(order, { body });
    const signed = await sign({ ...response, request }, { key: ada, tag: "shop", body, now: () => noon });
    if (!signed.ok) throw new Error(signed.reason);
    const answer = { ...response, headers: [...response.headers, ...signed.headers] };

    const again = await signedBy(order, { body });
    expect(await verify({ ...answer, request: again }, shopPolicy(), body)).toMatchObject({ reason: "bad-signature" });
    expect(await verify({ ...answer, request }, shopPolicy(), body)).toMatchObject({ ok: true });
  });

  test("that leaves the signature of its request out is refused", async () => {
    const request = await signedBy({ ...order, method: "GET", headers: [] });
    const components = ["@status", "@method;req", "@authority;req", "@path;req", "@query;req"];
    const signed = await sign({ ...response, request }, { key: ada, tag: "shop", components, now: () => noon });
    if (!signed.ok) throw new Error(signed.reason);

    expect(await verify({ ...response, headers: signed.headers, request }, shopPolicy())).toMatchObject({
      reason: "uncovered-component",
      detail: `"signature";req`,
    });
  });

  test("that leaves the digest of its request out is refused", async () => {
    const request = await signedBy(order, { body });
    const left = ["@status", "@method;req", "@authority;req", "@path;req", "@query;req", "signature;req"];
    const answered = async (components: readonly string[]) => {
      const signed = await sign({ ...response, request }, { key: ada, tag: "shop", components, now: () => noon });
      if (!signed.ok) throw new Error(signed.reason);
      return verify({ ...response, headers: signed.headers, request }, shopPolicy());
    };

    expect(await answered(left)).toMatchObject({ reason: "uncovered-component", detail: `"content-digest";req` });
    expect(await answered([...left, "content-digest;req"])).toMatchObject({ ok: true });
  });

  test("may cover the target URI of the request for its parts", async () => {
    const request = await signedBy({ ...order, method: "GET", headers: [] });
    const components = ["@status", "@method;req", "@target-uri;req", "signature;req"];
    const signed = await sign({ ...response, request }, { key: ada, tag: "shop", components, now: () => noon });
    if (!signed.ok) throw new Error(signed.reason);

    expect(await verify({ ...response, headers: signed.headers, request }, shopPolicy())).toMatchObject({ ok: true });
  });

  test("may cover the signature of the request", async () => {
    const components = ["@status", 'signature;req;key="sig1"'];
    const request = await signedBy(order, { body });
    const signed = await sign({ ...response, request }, { key: ada, tag: "shop", components, now: () => noon });
    if (!signed.ok) throw new Error(signed.reason);
    const answer = { ...response, headers: [...response.headers, ...signed.headers], request };

    expect(await verify(answer, shopPolicy({ components }))).toMatchObject({ ok: true });
    const again = await signedBy(order, { body });
    expect(await verify({ ...answer, request: again }, shopPolicy({ components }))).toMatchObject({
      reason: "bad-signature",
    });
  });

  test("a policy for responses accepts no request", async () => {
    const policy = shopPolicy({ components: ["@status"] });
    expect(await verify(await signedBy(order, { body }), policy, body)).toMatchObject({
      reason: "uncovered-component",
    });
  });
});
