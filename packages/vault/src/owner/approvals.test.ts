import { afterEach, describe, expect, it } from "vitest";
import { burnChallenge, makeChallenge } from "../confirmer/challenge.ts";
import { generateSigner } from "../keys/signing.ts";
import { ask, askAgain, type Question, readAnswer } from "../opener/ask.ts";
import { askChallenge } from "../opener/challenged.ts";
import { waitForApproval } from "../opener/wait-for-approval.ts";
import { boot, type Confirming, startConfirming, usualPolicy } from "../testing/confirming.ts";
import { must } from "../testing/shop.ts";
import {
  approveThere,
  type Owning,
  revokeThere,
  setPolicyThere,
  signPolicy,
  signRevocation,
  waitingThere,
} from "./orders.ts";

let here: Confirming;
afterEach(() => here?.stop());

const [ben, cara] = [generateSigner(), generateSigner()];
const approvers = [
  { name: "ben", key: ben.publicKey },
  { name: "cara", key: cara.publicKey },
];
const owning = (signer = here.owner): Owning => ({
  ...{ confirmer: here.confirmer, signer, send: (outgoing) => here.send(outgoing) },
});
const question = (): Promise<Question> => ask(here.confirmer, here.host, { boot, purpose: "start" });
const events = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const { type } of here.ledger.read({})) if (type !== "key.made") found.push(type);
  return found;
};

/** Sends one; what came back, and the handle of it if it waits. */
async function sent(asked: Question) {
  const reply = await here.send(asked);
  const answer = await readAnswer(asked, reply);
  const handle = answer.ok && "waiting" in answer.value ? answer.value.waiting.handle : "";
  return { status: reply.status, answer, handle };
}
const polled = async (asked: Question, handle: string) => await sent(await askAgain(asked, here.host, handle));
const first = async (signer = ben) => must(await waitingThere(owning(signer))).openings[0]!;
const waitingOf = async (handle: string) =>
  must(await waitingThere(owning(ben))).openings.find((each) => each.handle === handle)!;
const reason = (): string | undefined => here.refusals.at(-1)?.reason;

describe("an opening that people have to agree to", () => {
  it("waits, is answered once they have, to the element that was sent first, and once", async () => {
    here = await startConfirming({ approvals: 2, approvers });
    const asked = await question();
    const { status, handle } = await sent(asked);
    expect(status).toBe(202);
    expect((await polled(asked, handle)).status).toBe(202);
    expect(must(await approveThere(owning(ben), await first()))).toMatchObject({ approvals: 1, needed: 2 });
    // one person twice is one
    expect(must(await approveThere(owning(ben), await first()))).toMatchObject({ approvals: 1 });
    expect((await polled(asked, handle)).status).toBe(202);
    expect(must(await approveThere(owning(cara), await first(cara)))).toMatchObject({ approvals: 2 });
    expect(await polled(asked, handle)).toMatchObject({ status: 200, answer: { ok: true } });
    expect((await polled(asked, handle)).status).toBe(403);
    expect(reason()).toBe("answered-before");
    expect(await events()).toEqual([
      "opening.asked",
      ...["opening.approved", "opening.approved", "opening.approved"],
      "opening.confirmed",
    ]);
    expect((await here.record()).state.opens).toBe(1);
  });

  it("of twenty that ask at once what became of it, one gets the answer", async () => {
    here = await startConfirming({ approvals: 1, approvers });
    const asked = await question();
    const { handle } = await sent(asked);
    must(await approveThere(owning(ben), await first()));
    const again = await Promise.all(Array.from({ length: 20 }, () => askAgain(asked, here.host, handle)));
    const replies = await Promise.all(again.map((each) => here.send(each)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await events()).filter((type) => type === "opening.confirmed")).toHaveLength(1);
  });

  it("is approved by nobody else: not the host, not an owner, not with another's signature", async () => {
    here = await startConfirming({ approvals: 1, approvers });
    const asked = await question();
    const { handle } = await sent(asked);
    const waiting = await first();
    for (const signer of [here.host.signer, here.owner, generateSigner()]) {
      expect((await approveThere(owning(signer), waiting)).ok).toBe(false);
      expect(reason()).toBe("unknown-key");
      expect((await waitingThere(owning(signer))).ok).toBe(false);
    }
    // a yes to another policy, to another request, or with more time, is none to this
    for (const change of [{ policy: "A".repeat(43) }, { request: "A".repeat(43) }, { expires: waiting.expires + 1 }]) {
      expect((await approveThere(owning(ben), { ...waiting, ...change })).ok).toBe(false);
      expect(reason()).toBe("not-the-approvers");
    }
    expect((await polled(asked, handle)).status).toBe(202);
  });

  it("is asked about by its host only", async () => {
    here = await startConfirming({ approvals: 1, approvers });
    const asked = await question();
    const { handle } = await sent(asked);
    must(await approveThere(owning(ben), await first()));
    const thief = { ...here.host, signer: generateSigner() };
    expect((await here.send(await askAgain(asked, thief, handle))).status).toBe(403);
    expect((await polled(asked, "A".repeat(22))).status).toBe(403);
    expect(reason()).toBe("unknown-opening");
    expect((await polled(asked, handle)).status).toBe(200);
  });

  it("is looked at again when it is answered: what was revoked meanwhile stays revoked", async () => {
    here = await startConfirming({ approvals: 1, approvers });
    const asked = await question();
    const { handle } = await sent(asked);
    must(await approveThere(owning(ben), await first()));
    must(await revokeThere(owning(), signRevocation([here.confirmer.kid], here.owner, new Date())));
    expect((await polled(asked, handle)).status).toBe(403);
    expect(reason()).toBe("revoked");
  });

  it("whose policy of before still holds needs those whom that one names", async () => {
    here = await startConfirming({ approvals: 1, approvers });
    const before = usualPolicy(here.confirmer.kid, here.host.signer.publicKey);
    const easier = { ...before, version: 2, approvals: 0, approvers: [] };
    must(await setPolicyThere(owning(), signPolicy(easier, here.owner), 600));
    const asked = await question();
    const { status, handle } = await sent(asked);
    expect(status).toBe(202);
    expect((await polled(asked, handle)).status).toBe(202);
    must(await approveThere(owning(cara), await first(cara)));
    expect((await polled(asked, handle)).status).toBe(200);
  });

  it("waits for a quarter of an hour, and no more than sixteen of one key do", async () => {
    here = await startConfirming({ approvals: 1, approvers });
    const replies = await Promise.all(Array.from({ length: 17 }, async () => await here.send(await question())));
    expect(replies.filter(({ status }) => status === 202)).toHaveLength(16);
    expect(replies.filter(({ status }) => status === 403)).toHaveLength(1);
    expect(reason()).toBe("too-many-waiting");
    const { expires, asked } = await first();
    expect(expires - asked).toBe(900);
  });

  it("is over when its time is over, for who approves and for who asks", async () => {
    here = await startConfirming({ approvals: 1, approvers });
    const asked = await question();
    const { handle } = await sent(asked);
    const waiting = await first();
    await here.confirming.documents.update("opening", handle, (text = "") => ({
      result: undefined,
      text: text.replace(`"expires":${waiting.expires}`, `"expires":${waiting.asked - 1}`),
    }));
    expect((await approveThere(owning(ben), waiting)).ok).toBe(false);
    expect(reason()).toBe("approval-expired");
    expect(must(await waitingThere(owning(ben))).openings).toEqual([]);
    expect((await polled(asked, handle)).status).toBe(403);
    expect(reason()).toBe("approval-expired");
  });

  it("is counted in the rate when it is asked for, so that a thief fills nothing", async () => {
    here = await startConfirming({ approvals: 1, approvers, rate: { opens: 2, seconds: 3_600 } });
    const [one, two, three] = [await question(), await question(), await question()];
    const { handle } = await sent(one);
    expect((await here.send(two)).status).toBe(202);
    expect((await here.send(three)).status).toBe(403);
    expect(reason()).toBe("rate");
    // and not once more when it is answered
    must(await approveThere(owning(ben), { ...(await waitingOf(handle)) }));
    expect((await polled(one, handle)).status).toBe(200);
  });

  it("that is refused when it is asked about, for where that came from, is not used up by it", async () => {
    here = await startConfirming({ approvals: 1, approvers, proxies: ["127.0.0.1/32"], sources: ["203.0.113.7/32"] });
    const from = (address: string) => ({ "x-forwarded-for": address });
    const asked = await question();
    const reply = await here.send(asked, from("203.0.113.7"));
    const answer = must(await readAnswer(asked, reply));
    const handle = "waiting" in answer ? answer.waiting.handle : "";
    must(await approveThere(owning(ben), await first()));
    expect((await here.send(await askAgain(asked, here.host, handle), from("203.0.113.8"))).status).toBe(403);
    expect(reason()).toBe("wrong-source");
    expect((await here.send(await askAgain(asked, here.host, handle), from("203.0.113.7"))).status).toBe(200);
  });

  it("needs nobody when the policy needs nobody", async () => {
    here = await startConfirming({ approvals: 0, approvers });
    expect((await sent(await question())).status).toBe(200);
  });
});

describe("a host that does not know the time", () => {
  it("signs a challenge in its place, which is good once", async () => {
    here = await startConfirming();
    here.clock = 3_600;
    expect((await here.send(await question())).status).toBe(403);
    expect(reason()).toBe("too-old");
    const challenge = await askChallenge(here.confirmer, (outgoing) => here.send(outgoing));
    const asked = await ask(here.confirmer, here.host, { boot, purpose: "start", challenge });
    expect((await here.send(asked)).status).toBe(200);
    const again = await ask(here.confirmer, here.host, { boot, purpose: "start", challenge });
    expect((await here.send(again)).status).toBe(403);
    expect(reason()).toBe("wrong-challenge");
  });

  it("waits for people as well", async () => {
    here = await startConfirming({ approvals: 1, approvers });
    here.clock = 3_600;
    const challenge = await askChallenge(here.confirmer, (outgoing) => here.send(outgoing));
    const asked = await ask(here.confirmer, here.host, { boot, purpose: "start", challenge });
    const { handle } = await sent(asked);
    here.clock = 0;
    must(await approveThere(owning(ben), await first()));
    here.clock = 3_600;
    const waiting = waitForApproval(
      asked,
      { handle, expires: 0 },
      { keys: here.host, send: (outgoing) => here.send(outgoing), wait: 10_000, pace: 50, timeless: true },
    );
    expect(await waiting).toMatchObject({ ok: true, value: { evaluated: expect.any(Buffer) as unknown } });
  });

  it.each([
    ["one that nobody gave", "A".repeat(43), 0],
    ["one that is over", undefined, 61],
  ])("%s counts for nothing", async (_, made, later) => {
    here = await startConfirming();
    const challenge = made ?? (await askChallenge(here.confirmer, (outgoing) => here.send(outgoing)));
    here.clock = later;
    const asked = await ask(here.confirmer, here.host, { boot, purpose: "start", challenge });
    expect((await here.send(asked)).status).toBe(403);
    expect(reason()).toBe("wrong-challenge");
  });

  it("is given one however many others were, and nothing is kept of those", async () => {
    here = await startConfirming();
    const kept = await here.confirming.documents.ids("once");
    for (let n = 0; n < 1_100; n++) makeChallenge(here.confirming);
    const challenge = await askChallenge(here.confirmer, (outgoing) => here.send(outgoing));
    expect(await here.confirming.documents.ids("once")).toEqual(kept);
    const elsewhere = await startConfirming();
    expect(await burnChallenge(elsewhere.confirming, challenge)).toBe(false);
    await elsewhere.stop();
  });
});
