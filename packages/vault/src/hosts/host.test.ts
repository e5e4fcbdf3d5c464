import { randomBytes } from "node:crypto";
import { generateIdentity } from "@secondlock/age";
import { afterEach, describe, expect, it } from "vitest";
import type { Header } from "../file/header.ts";
import { pinOf } from "../file/pin.ts";
import { parseFile } from "../file/sealed-file.ts";
import { verifyFile } from "../file/verify-file.ts";
import { generateSigner } from "../keys/signing.ts";
import { openFile, openIdentity, type Opener } from "../opener/open-file.ts";
import type { HostKeys } from "../opener/ask.ts";
import { send } from "../opener/send.ts";
import { inviteHost } from "../owner/invite.ts";
import { boot, type Confirming, startConfirming } from "../testing/confirming.ts";
import { makeShop, must } from "../testing/shop.ts";
import { putHeader, putWraps } from "./add-wraps.ts";
import { readCard, writeCard } from "./card.ts";
import { handOver, type Invitation, lineOf, readInvitation, takeOver, writeInvitation } from "./invitation.ts";
import { makeWraps, readWraps, writeWraps } from "./make-wraps.ts";

const running: Confirming[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

const newHost = (): HostKeys => ({ localKey: randomBytes(32), signer: generateSigner() });
const openerOf = (host: string, keys: HostKeys): Opener => ({ host, keys, boot, purpose: "edit", send });

/** A file of an owner, who is the owner of so many confirmers too, and no host yet. */
async function ownedFile(count: number, mode: Header["mode"] = "all-of") {
  const confirmers = await Promise.all(Array.from({ length: count }, () => startConfirming()));
  running.push(...confirmers);
  const shop = makeShop({ DATABASE_URL: "postgres://db-1/shop" }, { mode });
  const sealed = must(parseFile(shop.bytes));
  const edit = { by: "ada", signer: shop.owner, at: new Date() };
  const invite = async (card: ReturnType<typeof cardOf>["card"]): Promise<Invitation> => {
    const invitations: Invitation[] = [];
    for (const { owner, confirmer } of confirmers)
      invitations.push(
        must(
          await inviteHost(shop.header, card, {
            ...{ confirmers: [confirmer], terms: { sources: ["127.0.0.1/32"] }, owner, send, now: new Date() },
          }),
        ),
      );
    const keys = invitations.flatMap(({ wraps }) => wraps.flat());
    return { ...invitations[0]!, wraps: mode === "all-of" ? [keys] : keys.map((key) => [key]) };
  };
  return { shop, sealed, edit, invite };
}

function cardOf(host: string) {
  const [keys, identity] = [newHost(), generateIdentity()];
  const line = writeCard({ host, key: keys.signer.publicKey, recipient: identity.recipient.text }, keys.signer);
  return { keys, identity, line, card: must(readCard(line)) };
}

describe("a host is let in", () => {
  it.each([
    ["one confirmer", 1, "all-of"],
    ["two that both have to agree", 2, "all-of"],
    ["two of which one is enough", 2, "any-of"],
  ] as const)("%s: card, invitation, wraps, file; and opens it", async (_, count, mode) => {
    const { shop, sealed, edit, invite } = await ownedFile(count, mode);
    const { keys, identity, card } = cardOf("app-9");
    const invitation = await invite(card);
    const line = writeInvitation(invitation, shop.owner, shop.identity);

    const got = must(readInvitation(line, shop.owner.publicKey));
    const taken = must(takeOver(got, card, identity));
    const offered = writeWraps(must(await makeWraps(got.invitation, taken, openerOf("app-9", keys))), keys.signer);

    const wraps = must(readWraps(offered, invitation));
    const next = must(verifyFile(must(parseFile(putWraps(sealed, "app-9", wraps, edit))), pinOf(sealed)));
    expect(must(await openFile(next, openerOf("app-9", keys))).get("DATABASE_URL")).toBe("postgres://db-1/shop");
    // the host that was there before still has its own wrap
    expect(next.wraps.map(({ content }) => content.host)).toEqual(["app-1", ...wraps.map(() => "app-9")]);
    const without = must(parseFile(putWraps(next, "app-9", [], edit)));
    expect(await openFile(without, openerOf("app-9", keys))).toMatchObject({ reason: "no-wrap" });
  });

  it("by a host that opens the file already, which the owner's own computer never can", async () => {
    const { shop, sealed, edit, invite } = await ownedFile(1);
    const one = cardOf("app-8");
    const first = await invite(one.card);
    const wraps = must(await makeWraps(first, shop.identity, openerOf("app-8", one.keys)));
    const file = must(parseFile(putWraps(sealed, "app-8", wraps, edit)));

    const two = cardOf("app-9");
    const bare = must(readInvitation(writeInvitation(await invite(two.card), shop.owner), shop.owner.publicKey));
    expect(bare.box).toBeUndefined();
    const identity = must(await openIdentity(file, openerOf("app-8", one.keys)));
    const got = must(readInvitation(lineOf(handOver(bare, identity)), shop.owner.publicKey));
    const mine = must(
      await makeWraps(got.invitation, must(takeOver(got, two.card, two.identity)), openerOf("app-9", two.keys)),
    );
    const next = must(
      parseFile(putWraps(file, "app-9", must(readWraps(writeWraps(mine, two.keys.signer), got.invitation)), edit)),
    );
    expect(must(await openFile(next, openerOf("app-9", two.keys))).size).toBe(1);
  });
});

describe("is not let in", () => {
  it("a card that another key signed, or with anything changed", () => {
    const { line, keys } = cardOf("app-9");
    expect(readCard(line.replace("app-9", "app-8"))).toEqual({ ok: false, reason: "not-the-hosts" });
    const card = must(readCard(line));
    expect(readCard(writeCard({ ...card, host: "app-8" }, generateSigner()))).toMatchObject({
      reason: "not-the-hosts",
    });
    expect(readCard(writeCard({ ...card, host: "App 8" }, keys.signer))).toMatchObject({ reason: "malformed-card" });
    for (const text of ["", "secondlock-host-card", "x".repeat(100_000), `${line}${line}`])
      expect(readCard(text)).toEqual({ ok: false, reason: "malformed-card" });
  });

  it("whom somebody else invited; what was handed over to another card, or is another file's identity", async () => {
    const { shop, invite } = await ownedFile(1);
    const { card, identity } = cardOf("app-9");
    const invitation = await invite(card);
    const line = writeInvitation(invitation, shop.owner, shop.identity);
    expect(readInvitation(line, generateSigner().publicKey)).toEqual({ ok: false, reason: "not-the-owners" });
    expect(readInvitation(line.replace("app-9", "app-8"), shop.owner.publicKey)).toMatchObject({
      reason: "not-the-owners",
    });
    const got = must(readInvitation(line, shop.owner.publicKey));
    expect(takeOver(got, { ...card, host: "app-8" }, identity)).toMatchObject({ reason: "another-hosts" });
    expect(takeOver(got, card, generateIdentity())).toMatchObject({ reason: "wrong-identity" });
    expect(takeOver(handOver(got, generateIdentity()), card, identity)).toMatchObject({ reason: "wrong-identity" });
    expect(takeOver({ ...got, box: undefined }, card, identity)).toMatchObject({ reason: "another-hosts" });
  });

  it("with wraps that the owner did not invite to, or that another host sends", async () => {
    const { shop, invite } = await ownedFile(1);
    const { card, keys } = cardOf("app-9");
    const invitation = await invite(card);
    const wraps = must(await makeWraps(invitation, shop.identity, openerOf("app-9", keys)));
    const [wrap] = wraps;
    const [key] = wrap!.confirmers;
    for (const other of [
      [{ ...wrap!, host: "app-1" }],
      [{ ...wrap!, confirmers: [{ ...key!, origin: "https://evil.example" }] }],
      [{ ...wrap!, confirmers: [{ ...key!, policy: "A".repeat(43) }] }],
      [],
    ])
      expect(readWraps(writeWraps(other, keys.signer), invitation)).toEqual({ ok: false, reason: "another-wrap" });
    expect(readWraps(writeWraps(wraps, generateSigner()), invitation)).toMatchObject({ reason: "not-the-hosts" });
    expect(readWraps("", invitation)).toMatchObject({ reason: "malformed-wraps" });
  });
});

it("an owner changes who edits, and the header's version rises", async () => {
  const shop = makeShop({ A: "1" });
  const sealed = must(parseFile(shop.bytes));
  const edit = { by: "ada", signer: shop.owner, at: new Date() };
  const editors = [{ name: "ada", key: shop.owner.publicKey }];
  const next = must(parseFile(putHeader(sealed, { editors }, edit)));
  expect(verifyFile(next, pinOf(sealed))).toMatchObject({ ok: true });
  expect(next.header.content).toMatchObject({ version: 2, editors });
  // who is no editor any more cannot bring the old header back
  expect(verifyFile(sealed, pinOf(next))).toMatchObject({ ok: false, reason: "older" });
});
