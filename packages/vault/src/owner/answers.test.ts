import { randomBytes } from "node:crypto";
import { sign, signingKey } from "@secondlock/signatures";
import { describe, expect, it, onTestFinished } from "vitest";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import { answerTag } from "../confirmer/opening-message.ts";
import { policyDigest } from "../confirmer/policy.ts";
import { generateSigner } from "../keys/signing.ts";
import type { Outgoing, Reply } from "../opener/ask.ts";
import { send } from "../opener/send.ts";
import { startConfirming, usualPolicy } from "../testing/confirming.ts";
import { must } from "../testing/shop.ts";
import { inviteHost } from "./invite.ts";
import {
  approveThere,
  lookThere,
  makeKeyThere,
  type Owning,
  revokeThere,
  setOwnersThere,
  setPolicyThere,
  shredThere,
  signOwners,
  signPolicy,
  signRevocation,
  waitingThere,
} from "./orders.ts";

const [owner, confirmer] = [generateSigner(), generateSigner()];
const kid = toText(randomBytes(16));
const policy = signPolicy(usualPolicy(kid, generateSigner().publicKey), owner);
const escape = "\u001B[2J";

/** A confirmer that signs whatever it is told to say. */
function lying(content: unknown): Owning {
  const answer = async ({ request }: Outgoing): Promise<Reply> => {
    const body = Buffer.from(content === undefined ? "{" : canonicalText(content));
    const headers = [["content-type", "application/json"]] as const;
    const key = must(signingKey(confirmer.publicKey, confirmer.secretKey));
    const signed = await sign({ status: 200, headers, request }, { key, tag: answerTag, body });
    if (!signed.ok) throw new Error(signed.reason);
    return { status: 200, headers: [...headers, ...signed.headers], body };
  };
  const known = { confirmer: "confirmer-1", origin: "https://confirmer-1.example", key: confirmer.publicKey };
  return { confirmer: known, signer: owner, send: answer };
}

const key = {
  ...{ kid, status: "active", epochs: [{ epoch: 1, publicKey: toText(randomBytes(32)), evaluations: 0 }] },
  ...{ policy: policyDigest(policy), signed: policy, opens: 0, maximumOpens: 5, expires: "2099-01-01T00:00:00Z" },
};
const owners = {
  ...{ version: 1, confirmer: confirmer.publicKey, owners: [{ name: "ada", key: owner.publicKey }] },
};
const nobody = { version: 0, confirmer: "", peers: [] };
const seen = { keys: [key], owners, peers: nobody };
const opening = {
  ...{ handle: kid, request: policyDigest(policy), policy: policyDigest(policy), kid, purpose: "start" },
  ...{ asked: 1, expires: 2, approvals: 0 },
};
const revocation = signRevocation([kid], owner, new Date());

describe("an answer that a confirmer signed is still only what it has to be", () => {
  it.each([
    ["a key", () => makeKeyThere(lying(key), policy)],
    [
      "a destroyed key, without its policy",
      () =>
        shredThere(
          lying({ ...key, status: "shredded", epochs: [], signed: { text: "", signatures: [] }, expires: "" }),
          kid,
        ),
    ],
    ["all of it", () => lookThere(lying(seen))],
    ["owners", () => setOwnersThere(lying(owners), signOwners(owners, owner))],
    ["what was revoked", () => revokeThere(lying({ revoked: [kid] }), revocation)],
    ["what waits", () => waitingThere(lying({ openings: [opening] }))],
    ["who agreed", () => approveThere(lying({ handle: kid, approvals: 1, needed: 1 }), opening)],
  ])("%s is taken", async (_, ask) => expect(await ask()).toMatchObject({ ok: true }));

  it.each<readonly [string, () => Promise<unknown>]>([
    ["nothing", () => makeKeyThere(lying(undefined), policy)],
    ["null", () => lookThere(lying(null))],
    ["another's key", () => makeKeyThere(lying({ ...key, kid: toText(randomBytes(16)) }), policy)],
    ["another's key for a policy", () => setPolicyThere(lying({ ...key, kid: toText(randomBytes(16)) }), policy, 0)],
    [
      "a public key that is none",
      () => makeKeyThere(lying({ ...key, epochs: [{ epoch: 1, publicKey: "A", evaluations: 0 }] }), policy),
    ],
    ["an epoch twice", () => makeKeyThere(lying({ ...key, epochs: [...key.epochs, ...key.epochs] }), policy)],
    ["an end that is none", () => lookThere(lying({ ...seen, keys: [{ ...key, expires: escape }] }))],
    ["keys that are none", () => lookThere(lying({ ...seen, keys: {} }))],
    ["a policy that is none", () => lookThere(lying({ ...seen, keys: [{ ...key, signed: {} }] }))],
    [
      "an owner's name for a terminal",
      () =>
        lookThere(lying({ ...seen, owners: { ...owners, owners: [{ name: `ada${escape}`, key: owner.publicKey }] } })),
    ],
    [
      "a peer for a terminal",
      () =>
        lookThere(
          lying({ ...seen, peers: { ...nobody, peers: [{ origin: `https://a${escape}`, key: confirmer.publicKey }] } }),
        ),
    ],
    ["nobody as owners", () => setOwnersThere(lying({ ...owners, owners: [] }), signOwners(owners, owner))],
    ["a number as what was revoked", () => revokeThere(lying({ revoked: 1 }), revocation)],
    ["a handle for a terminal", () => waitingThere(lying({ openings: [{ ...opening, handle: `h${escape}` }] }))],
    ["a purpose for a terminal", () => waitingThere(lying({ openings: [{ ...opening, purpose: escape }] }))],
    ["a time that nobody can tell", () => waitingThere(lying({ openings: [{ ...opening, expires: 9e15 }] }))],
    ["a number in words", () => approveThere(lying({ handle: kid, approvals: "1", needed: 1 }), opening)],
  ])("%s is not", async (_, ask) =>
    expect(await ask()).toEqual({ ok: false, reason: "malformed-answer", detail: "confirmer-1" }),
  );
});

describe("an invitation names", () => {
  const terms = { sources: ["127.0.0.1/32"] };
  const card = { host: "app-1", key: generateSigner().publicKey, recipient: "age1" };
  const file = { file: toText(randomBytes(16)), identity: "age1", mode: "all-of" } as const;
  /** A confirmer that answers to the order to make a key. */
  const invite = async (answer: (made: typeof key) => object) => {
    const told: { text: string }[] = [];
    const asking = async (outgoing: Outgoing): Promise<Reply> => {
      const { policy: signed } = JSON.parse(String(outgoing.body)) as { policy: typeof policy };
      told.push(signed);
      const { kid: made } = JSON.parse(signed.text) as { kid: string };
      return await lying(answer({ ...key, kid: made, policy: policyDigest(signed), signed })).send(outgoing);
    };
    const { confirmer: known } = lying({});
    const done = await inviteHost(file, card, { confirmers: [known], terms, owner, send: asking, now: new Date() });
    return { done, signed: told[0] as typeof policy };
  };

  it("the key and the policy that the owner chose, whatever digest the confirmer tells", async () => {
    const { done, signed } = await invite((made) => made);
    expect(must(done).wraps).toMatchObject([
      [{ kid: (JSON.parse(signed.text) as { kid: string }).kid, policy: policyDigest(signed), epoch: 1 }],
    ]);
  });

  it.each<readonly [string, (made: typeof key) => object]>([
    ["another policy", (made) => ({ ...made, policy: toText(randomBytes(32)) })],
    ["another key", (made) => ({ ...made, kid })],
    ["no epoch", (made) => ({ ...made, epochs: [] })],
    ["a key that is revoked", (made) => ({ ...made, status: "revoked" })],
  ])("nothing where the confirmer tells %s", async (_, answer) => {
    const { done } = await invite(answer);
    expect(done).toEqual({ ok: false, reason: "malformed-answer", detail: "confirmer-1" });
  });
});

it("what is longer than an opening is seen over the wire", async () => {
  const here = await startConfirming();
  onTestFinished(() => here.stop());
  const owning: Owning = { confirmer: here.confirmer, signer: here.owner, send };
  for (let n = 0; n < 40; n++)
    must(
      await makeKeyThere(
        owning,
        signPolicy(usualPolicy(toText(randomBytes(16)), here.host.signer.publicKey), here.owner),
      ),
    );
  const looked = must(await lookThere(owning));
  expect(looked.keys).toHaveLength(41);
  expect(canonicalText(looked).length).toBeGreaterThan(16_384);
});
