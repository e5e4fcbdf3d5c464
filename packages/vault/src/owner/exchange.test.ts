import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Reply } from "../opener/ask.ts";
import { type Confirming, startConfirming } from "../testing/confirming.ts";
import { exchange, type Send } from "./exchange.ts";

let here: Confirming;
beforeEach(async () => {
  here = await startConfirming();
});
afterEach(async () => {
  vi.useRealTimers();
  await here.stop();
});

const request = { path: "/v1/orders", tag: "secondlock-order", content: { order: "look" } };
const look = (send: Send) => exchange(here.confirmer, here.owner, request, send);

it.each([
  ["8 seconds behind the confirmer's", -8],
  ["an hour behind", -3_600],
  ["8 seconds ahead", 8],
  ["an hour ahead", 3_600],
])("an answer is believed by a clock that is %s", async (_, seconds) => {
  const answered = await look(async (outgoing) => {
    const reply = await here.send(outgoing);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1_000 });
    return reply;
  });
  expect(answered).toMatchObject({ ok: true, value: { keys: [{ kid: here.confirmer.kid }] } });
});

it("an answer to an earlier request of the same words is none to this one", async () => {
  const replies: Reply[] = [];
  const first = await look(async (outgoing) => {
    replies.push(await here.send(outgoing));
    return replies[0]!;
  });
  expect(first.ok).toBe(true);
  const again = await look(() => Promise.resolve(replies[0]!));
  expect(again).toEqual({ ok: false, reason: "not-the-confirmers", detail: "confirmer-1" });
});
