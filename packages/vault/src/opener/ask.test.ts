import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { sign, signingKey } from "@secondlock/signatures";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import { answerTag } from "../confirmer/opening-message.ts";
import { boot, type Confirming, startConfirming } from "../testing/confirming.ts";
import { must } from "../testing/shop.ts";
import { ask, type Question, readReply, type Reply } from "./ask.ts";

let here: Confirming;
afterEach(() => here.stop());

/** The confirmer's own answer, with other words in it: it signs them itself. */
async function answerWith(question: Question, words: object): Promise<Reply> {
  const { status, body } = await here.send(question);
  const text = Buffer.from(canonicalText({ ...(JSON.parse(String(body)) as object), ...words }));
  const { publicKey, secretKey } = here.signer;
  const message = { status, headers: [["content-type", "application/json"]] as const, request: question.request };
  const signed = await sign(message, { key: must(signingKey(publicKey, secretKey)), tag: answerTag, body: text });
  if (!signed.ok) throw new Error(signed.reason);
  return { status, headers: [...message.headers, ...signed.headers], body: text };
}

// attack 13: a policy that was widened at the confirmer is another one than the wrap names, and the host says so
describe("an answer that the confirmer signed and the host's own wrap does not name", () => {
  it.each([
    ["of another policy", { policy: toText(randomBytes(32)) }],
    ["of another epoch", { epoch: 2 }],
    ["of another key", { kid: toText(randomBytes(16)) }],
  ])("%s is refused", async (_, words) => {
    here = await startConfirming();
    const question = await ask(here.confirmer, here.host, { boot, purpose: "start" });
    expect(await readReply(question, await answerWith(question, words))).toEqual({
      ...{ ok: false, reason: "not-the-confirmers", detail: "another key, epoch or policy" },
    });
  });

  it("is taken when it says what the wrap does", async () => {
    here = await startConfirming();
    const question = await ask(here.confirmer, here.host, { boot, purpose: "start" });
    must(await readReply(question, await answerWith(question, {})));
  });
});
