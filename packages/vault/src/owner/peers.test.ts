import { afterEach, describe, expect, it } from "vitest";
import { hearPeers } from "../confirmer/peers.ts";
import { generateSigner } from "../keys/signing.ts";
import { send } from "../opener/send.ts";
import { type Confirming, startConfirming } from "../testing/confirming.ts";
import { must } from "../testing/shop.ts";
import { askingPeers } from "./ask-peer.ts";
import { addSignature, type Owning, revokeThere, setOwnersThere, setPeersThere, signRevocation } from "./orders.ts";
import { canonicalText } from "../canonical.ts";

const running: Confirming[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

const owning = (here: Confirming): Owning => ({ confirmer: here.confirmer, signer: here.owner, send });
const hear = (here: Confirming) => hearPeers(here.confirming, askingPeers(here.signer, send));
const reason = (here: Confirming): string | undefined => here.refusals.at(-1)?.reason;

/** Two confirmers of one owner, each the other's peer. */
async function twins(): Promise<readonly [Confirming, Confirming]> {
  const [one, other] = await Promise.all([startConfirming({ lease: 60 }), startConfirming({ lease: 60 })]);
  running.push(one, other);
  // the owner of the one is an owner of the other too
  const both = {
    version: 2,
    owners: [one, other].map(({ owner }, n) => ({ name: `owner-${n}`, key: owner.publicKey })),
  };
  const text = { text: canonicalText(both), signatures: [] };
  for (const here of [one, other]) must(await setOwnersThere(owning(here), addSignature(text, "owners", here.owner)));
  must(await setPeersThere(owning(one), [{ origin: other.confirmer.origin, key: other.confirmer.key }]));
  must(await setPeersThere(owning(other), [{ origin: one.confirmer.origin, key: one.confirmer.key }]));
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
    must(await setPeersThere(owning(other), [{ origin: one.confirmer.origin, key: generateSigner().publicKey }]));
    expect(await hear(other)).toEqual([{ origin: one.confirmer.origin, reason: "not-the-confirmers" }]);
    running.splice(running.indexOf(one), 1);
    await one.stop();
    expect(await hear(other)).toEqual([{ origin: one.confirmer.origin, reason: "unreachable" }]);
    // an owner who takes it off the list ends the waiting
    must(await setPeersThere(owning(other), []));
    other.clock = 59;
    must(await other.open());
  });

  it("who is no peer is told nothing", async () => {
    const [one, other] = await twins();
    must(await setPeersThere(owning(one), []));
    expect(await hear(other)).toEqual([{ origin: one.confirmer.origin, reason: "refused" }]);
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
