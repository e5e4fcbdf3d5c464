import { afterEach, expect, it } from "vitest";
import { boot, type Confirming, startConfirming } from "../testing/confirming.ts";
import { ask } from "./ask.ts";
import { rehearseAnswer } from "./rehearse.ts";

let here: Confirming | undefined;
afterEach(() => here?.stop());

it("an answer is rehearsed to its end: all of it is looked at, and only the evaluation is none", async () => {
  here = await startConfirming();
  const question = await ask(here.confirmer, here.host, { boot, purpose: "start" });
  expect(await rehearseAnswer(question)).toEqual({ ok: false, reason: "bad-evaluation" });
});
