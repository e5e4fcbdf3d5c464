import { Agent, type Dispatcher, request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ada } from "../testing/shop.ts";
import { signing } from "./undici.ts";

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
