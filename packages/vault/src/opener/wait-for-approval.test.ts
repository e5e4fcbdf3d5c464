import { sign, signingKey } from "@secondlock/signatures";
import { afterEach, expect, it } from "vitest";
import { canonicalText } from "../canonical.ts";
import { approvalPath, approvalTag, approvalText, waitingOpening } from "../confirmer/approval.ts";
import { generateSigner, signText } from "../keys/signing.ts";
import { boot, type Confirming, startConfirming } from "../testing/confirming.ts";
import { must } from "../testing/shop.ts";
import { ask, type Outgoing, readAnswer, type Reply } from "./ask.ts";
import { send } from "./send.ts";
import { waitForApproval } from "./wait-for-approval.ts";

const ben = generateSigner();
const running: Confirming[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

/** An opening that waits for ben. */
async function asked() {
  const confirming = await startConfirming({ approvals: 1, approvers: [{ name: "ben", key: ben.publicKey }] });
  running.push(confirming);
  const { confirmer, host } = confirming;
  const question = await ask(confirmer, host, { boot, purpose: "start" });
  const answer = must(await readAnswer(question, await send(question)));
  if (!("waiting" in answer)) throw new Error("it did not wait");
  return { confirming, question, waiting: answer.waiting, keys: host };
}

/** What `secondlock approve` does. */
async function approve({ confirming: { confirming }, waiting }: Awaited<ReturnType<typeof asked>>): Promise<number> {
  const stored = await waitingOpening(confirming.documents, waiting.handle);
  if (stored === undefined) throw new Error("nothing waits");
  const signature = signText(ben, "approval", approvalText(stored));
  const body = Buffer.from(canonicalText({ handle: waiting.handle, signature }));
  const request = { method: "POST", targetUri: `${confirming.origin}${approvalPath}`, headers: [] } as const;
  const signed = await sign(request, { key: must(signingKey(ben.publicKey, ben.secretKey)), tag: approvalTag, body });
  if (!signed.ok) throw new Error(signed.reason);
  const confirmer = { confirmer: "confirmer-1", origin: confirming.origin, key: "" };
  return (await send({ request: { ...request, headers: signed.headers }, body, confirmer })).status;
}

it("opens once an approver has agreed, to the blind that was sent first; who waits is told of it once", async () => {
  const all = await asked();
  const told: string[] = [];
  let polls = 0;
  const counting = async (outgoing: Outgoing): Promise<Reply> => {
    polls += 1;
    if (polls === 2) expect(await approve(all)).toBe(200);
    return await send(outgoing);
  };
  const { question, waiting, keys, confirming } = all;
  const waits = (what: { handle: string; confirmer: string }): void =>
    void told.push(`${what.confirmer} ${what.handle}`);
  const opened = await waitForApproval(question, waiting, { keys, send: counting, wait: 10_000, pace: 20, waits });
  expect(opened).toMatchObject({ ok: true, value: { logged: { seq: expect.any(Number) } } });
  expect(polls).toBe(2);
  expect(told).toEqual([`confirmer-1 ${waiting.handle}`]);
  // answered once: the second time is refused
  const again = await waitForApproval(question, waiting, { keys, send, wait: 10_000, pace: 20 });
  expect(again).toMatchObject({ ok: false, reason: "refused" });
  expect(confirming.refusals.at(-1)?.reason).toBe("answered-before");
});

it("a confirmer that is gone for a while is asked again", async () => {
  const all = await asked();
  expect(await approve(all)).toBe(200);
  let polls = 0;
  const failing = async (outgoing: Outgoing): Promise<Reply> => {
    polls += 1;
    if (polls < 4) throw new Error("ECONNREFUSED");
    return await send(outgoing);
  };
  const { question, waiting, keys } = all;
  expect(await waitForApproval(question, waiting, { keys, send: failing, wait: 10_000, pace: 10 })).toMatchObject({
    ok: true,
    value: { evaluated: expect.any(Buffer) },
  });
});

it("without an approver it gives what waits when the time is over, and tells nobody when there is none", async () => {
  const { question, waiting, keys } = await asked();
  const never = { keys, send, waits: () => expect.unreachable() };
  expect(await waitForApproval(question, waiting, never)).toEqual({ ok: true, value: { waiting } });
  expect(await waitForApproval(question, waiting, { keys, send, wait: 100, pace: 30 })).toEqual({
    ok: true,
    value: { waiting },
  });
});

it("ends with the refusal when the key is revoked in between", async () => {
  const { question, waiting, keys, confirming } = await asked();
  await confirming.change((record) => ({ ...record, state: { ...record.state, status: "revoked" } }));
  expect(await waitForApproval(question, waiting, { keys, send, wait: 10_000, pace: 20 })).toMatchObject({
    ok: false,
    reason: "refused",
  });
});

it("nobody else makes it wait: a 202 that is not the confirmer's, or not to this question, is none", async () => {
  const { question, confirming, keys } = await asked();
  const body = Buffer.from(canonicalText({ handle: "A".repeat(22), expires: 4_000_000_000 }));
  expect(await readAnswer(question, { status: 202, headers: [], body })).toMatchObject({
    ok: false,
    reason: "not-the-confirmers",
  });
  const other = await ask(confirming.confirmer, keys, { boot, purpose: "start" });
  expect(await readAnswer(question, await send(other))).toMatchObject({ ok: false, reason: "not-the-confirmers" });
});
