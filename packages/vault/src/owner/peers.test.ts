import { afterEach, describe, expect, it } from "vitest";
import { hearPeers } from "../confirmer/peers.ts";
import { generateSigner, type Signer } from "../keys/signing.ts";
import { send } from "../opener/send.ts";
import { type Confirming, startConfirming } from "../testing/confirming.ts";
import { must } from "../testing/shop.ts";
import { askingPeers } from "./ask-peer.ts";
import { exchange } from "./exchange.ts";
import {
  addSignature,
  type Owning,
  revokeThere,
  setOwnersThere,
  setPeersThere,
  signPeers,
  signRevocation,
} from "./orders.ts";
import { canonicalText } from "../canonical.ts";

const running: Confirming[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

const owning = (here: Confirming): Owning => ({ confirmer: here.confirmer, signer: here.owner, send });
const hear = (here: Confirming) => hearPeers(here.confirming, askingPeers(here.signer, send));
const orderOf = (peers: object) => ({
  ...{ path: "/v1/orders", tag: "secondlock-order", content: { order: "set-peers", peers } },
});
const reason = (here: Confirming): string | undefined => here.refusals.at(-1)?.reason;

/** Has one listen to others, by its own owner's word and those of `more`. */
async function listen(here: Confirming, version: number, others: readonly Confirming[], ...more: readonly Signer[]) {
  const peers = others.map(({ confirmer: { origin, key } }) => ({ origin, key }));
  const signed = signPeers({ version, confirmer: here.confirmer.key, peers }, here.owner);
  const all = more.reduce((text, signer) => addSignature(text, "peers", signer), signed);
  return await setPeersThere(owning(here), all);
}

/** Two confirmers of one owner, each the other's peer. */
async function twins(): Promise<readonly [Confirming, Confirming]> {
  const [one, other] = await Promise.all([startConfirming({ lease: 60 }), startConfirming({ lease: 60 })]);
  running.push(one, other);
  // the owner of the one is an owner of the other too
  const both = [one, other].map(({ owner }, n) => ({ name: `owner-${n}`, key: owner.publicKey }));
  for (const here of [one, other]) {
    const text = { text: canonicalText({ version: 2, confirmer: here.confirmer.key, owners: both }), signatures: [] };
    must(await setOwnersThere(owning(here), addSignature(text, "owners", here.owner)));
  }
  await listen(one, 1, [other]);
  await listen(other, 1, [one]);
  return [one, other];
}

describe("two confirmers that answer for the same hosts", () => {
  it("what is revoked at one is revoked at the other when they have heard of each other", async () => {
    const [one, other] = await twins();
    must(await other.open());
    must(await revokeThere(owning(one), signRevocation([other.confirmer.kid], one.owner, new Date())));
    must(await other.open());
    expect(await hear(other)).toEqual([]);
    expect((await other.open()).ok).toBe(false);
    expect(reason(other)).toBe("revoked");
  });

  it("one that hears nothing goes on for its lease, and then confirms nothing until it hears again", async () => {
    const [one, other] = await twins();
    other.clock = 55;
    must(await other.open());
    other.clock = 61;
    // before the request is looked at, whose time would be over as well
    expect((await other.open()).ok).toBe(false);
    expect(reason(other)).toBe("lease-over");
    expect(one.clock).toBe(0);
    other.clock = 50;
    expect(await hear(other)).toEqual([]);
    other.clock = 55;
    must(await other.open());
  });

  it("a peer that is down, or somebody in its place, counts as not heard of", async () => {
    const [one, other] = await twins();
    const imposter = { ...one, confirmer: { ...one.confirmer, key: generateSigner().publicKey } };
    must(await listen(other, 2, [imposter], one.owner));
    expect(await hear(other)).toEqual([{ origin: one.confirmer.origin, reason: "not-the-confirmers" }]);
    running.splice(running.indexOf(one), 1);
    await one.stop();
    expect(await hear(other)).toEqual([{ origin: one.confirmer.origin, reason: "unreachable" }]);
    // of two owners one alone does not end the waiting, by no list at all or by another's
    expect((await listen(other, 3, [])).ok).toBe(false);
    expect(reason(other)).toBe("not-the-owners");
    must(await listen(other, 3, [], one.owner));
    other.clock = 59;
    must(await other.open());
  });

  it("who is no peer is told nothing", async () => {
    const [one, other] = await twins();
    must(await listen(one, 2, [], other.owner));
    expect(await hear(other)).toEqual([{ origin: one.confirmer.origin, reason: "refused" }]);
    expect(reason(one)).toBe("unknown-key");
  });

  it("what its owners say of peers is said to one confirmer, and an older list does not come back", async () => {
    const [one, other] = await twins();
    const peers = [{ origin: other.confirmer.origin, key: other.confirmer.key }];
    const forOther = signPeers({ version: 2, confirmer: other.confirmer.key, peers }, one.owner);
    expect((await setPeersThere(owning(one), forOther)).ok).toBe(false);
    expect(reason(one)).toBe("another-confirmers");
    expect((await listen(one, 1, [other])).ok).toBe(false);
    expect(reason(one)).toBe("older-peers");
    expect((await exchange(one.confirmer, one.owner, orderOf({ text: "{}", signatures: [] }), send)).ok).toBe(false);
    expect(reason(one)).toBe("malformed-peers");
  });

  it("who is named again has been heard of no later for that", async () => {
    const [, other] = await twins();
    other.clock = 50;
    must(await listen(other, 2, [running[0]!]));
    other.clock = 61;
    expect((await other.open()).ok).toBe(false);
    expect(reason(other)).toBe("lease-over");
  });

  it("a revocation of somebody whom the other does not know as an owner is not passed over in silence", async () => {
    const [one, other] = await twins();
    const cara = generateSigner();
    const three = {
      version: 3,
      confirmer: one.confirmer.key,
      owners: [
        ...[one, other].map(({ owner }, n) => ({ name: `owner-${n}`, key: owner.publicKey })),
        { name: "cara", key: cara.publicKey },
      ],
    };
    const text = addSignature({ text: canonicalText(three), signatures: [] }, "owners", one.owner);
    must(await setOwnersThere(owning(one), addSignature(text, "owners", other.owner)));
    must(await revokeThere({ ...owning(one), signer: cara }, signRevocation([other.confirmer.kid], cara, new Date())));
    expect(await hear(other)).toEqual([{ origin: one.confirmer.origin, reason: "not-the-owners" }]);
  });

  it("an owner is no peer, and is told nothing as one", async () => {
    const [one] = await twins();
    expect(await askingPeers(one.owner, send)(one.confirmer, "")).toMatchObject({ ok: false, reason: "refused" });
    expect(reason(one)).toBe("unknown-key");
  });

  it("many revocations come over page by page", async () => {
    const [one, other] = await twins();
    const kids = Array.from({ length: 30 }, (_, n) => Buffer.alloc(16, n).toString("base64url"));
    for (const kid of [...kids, other.confirmer.kid])
      must(await revokeThere(owning(one), signRevocation([kid], one.owner, new Date())));
    expect(await hear(other)).toEqual([]);
    expect(await other.confirming.documents.ids("revocation")).toHaveLength(31);
    expect((await other.open()).ok).toBe(false);
  });
});
