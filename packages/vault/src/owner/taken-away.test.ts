import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import { ownersOf } from "../confirmer/owners.ts";
import { isRevoked, revocationsAfter, takeRevocation } from "../confirmer/revocation.ts";
import { generateSigner } from "../keys/signing.ts";
import { signedPolicy, usualPolicy } from "../testing/confirming.ts";
import { owning, reason, started, stopAll, types } from "../testing/owning.ts";
import { must } from "../testing/shop.ts";
import { lookThere, makeKeyThere, revokeThere, shredThere, signPolicy, signRevocation } from "./orders.ts";

afterEach(stopAll);

describe("what is taken away", () => {
  it("a revoked key opens nothing from the next request on, and is not made again", async () => {
    const here = await started();
    const revocation = signRevocation([here.confirmer.kid], here.owner, new Date());
    expect(must(await revokeThere(owning(here), revocation))).toEqual({ revoked: [here.confirmer.kid] });
    expect((await here.open()).ok).toBe(false);
    expect(reason(here)).toBe("revoked");
    expect(must(await revokeThere(owning(here), revocation))).toEqual({ revoked: [] });
    expect(await types(here)).toEqual(["key.made", "key.revoked"]);
  });

  it("a key is revoked also while the log takes nothing, and what lacks there is written when it does again", async () => {
    const here = await started();
    const { ledger } = here.confirming;
    const revocation = signRevocation([here.confirmer.kid], here.owner, new Date());
    Object.assign(here.confirming, {
      ledger: { append: () => Promise.resolve({ ok: false, reason: "full", detail: "ENOSPC" }) },
    });
    const owners = await ownersOf(here.confirming.documents);
    expect(await takeRevocation(here.confirming, owners, revocation)).toMatchObject({
      ok: false,
      reason: "not-logged",
    });
    expect((await here.open()).ok).toBe(false);
    expect(await types(here)).toEqual(["key.made"]);
    // peers are told all the same, and it is not made again
    expect(await revocationsAfter(here.confirming.documents, "", 9)).toMatchObject([{ revocation }]);
    expect(await isRevoked(here.confirming.documents, here.confirmer.kid)).toBe(true);
    Object.assign(here.confirming, { ledger });
    must(await takeRevocation(here.confirming, owners, revocation));
    must(await takeRevocation(here.confirming, owners, revocation));
    expect(await types(here)).toEqual(["key.made", "key.revoked"]);
  });

  it("a key that was revoked before it came here is not made", async () => {
    const here = await started();
    const kid = toText(randomBytes(16));
    must(await revokeThere(owning(here), signRevocation([kid], here.owner, new Date())));
    const policy = signPolicy(usualPolicy(kid, here.host.signer.publicKey), here.owner);
    expect((await makeKeyThere(owning(here), policy)).ok).toBe(false);
    expect(reason(here)).toBe("revoked");
  });

  it("a key that is revoked while it is made is not active afterwards, and the log says so", async () => {
    const here = await started();
    for (let n = 0; n < 20; n++) {
      const kid = toText(randomBytes(16));
      const policy = signPolicy(usualPolicy(kid, here.host.signer.publicKey), here.owner);
      const revocation = signRevocation([kid], here.owner, new Date());
      await Promise.all([makeKeyThere(owning(here), policy), revokeThere(owning(here), revocation)]);
      const { keys } = must(await lookThere(owning(here)));
      const made = keys.find((each) => each.kid === kid);
      expect(made?.status).not.toBe("active");
      must(await revokeThere(owning(here), revocation));
      let isLogged = false;
      for await (const { type, data } of here.ledger.read()) isLogged ||= type === "key.revoked" && data["kid"] === kid;
      expect(isLogged).toBe(made !== undefined);
    }
  });

  it("what was kept of revocations before it was known whether the log has them is read", async () => {
    const here = await started();
    const revocation = signRevocation([here.confirmer.kid], here.owner, new Date());
    must(await revokeThere(owning(here), revocation));
    const { documents } = here.confirming;
    const [id = ""] = await documents.ids("revocation");
    await documents.update("revocation", id, () => ({ result: undefined, text: canonicalText(revocation) }));
    expect(await revocationsAfter(documents, "", 9)).toEqual([{ id, revocation }]);
    expect(await isRevoked(documents, here.confirmer.kid)).toBe(true);
  });

  it("a revocation of nobody's is none", async () => {
    const here = await started();
    const revocation = signRevocation([here.confirmer.kid], generateSigner(), new Date());
    expect((await revokeThere(owning(here), revocation)).ok).toBe(false);
    must(await here.open());
  });

  it("a shredded key is gone, and a copy of the database of before does not bring it back", async () => {
    const here = await started();
    const { kid } = here.confirmer;
    const before = await here.record();
    expect(must(await shredThere(owning(here), kid))).toMatchObject({ status: "shredded", epochs: [] });
    expect((await here.open()).ok).toBe(false);
    expect(reason(here)).toBe("shredded");
    // a copy as a confirmer finds it that has seen nothing newer
    await here.change((now) => ({ ...before, revision: now.revision + 1 }));
    expect((await here.open()).ok).toBe(false);
    expect(reason(here)).toBe("shredded");
    const policy = signedPolicy(usualPolicy(kid, here.host.signer.publicKey), here.owner);
    expect((await makeKeyThere(owning(here), policy)).ok && (await here.open()).ok).toBe(false);
  });
});
