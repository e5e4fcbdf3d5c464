import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import { makeEnrolmentCode, parseEnrolmentCode } from "../confirmer/enrolment.ts";
import { policyDigest } from "../confirmer/policy.ts";
import { generateSigner, type Signer, signText } from "../keys/signing.ts";
import { ask, readReply } from "../opener/ask.ts";
import { boot, type Confirming, usualPolicy } from "../testing/confirming.ts";
import { owning, reason, started, stopAll } from "../testing/owning.ts";
import { must } from "../testing/shop.ts";
import { exchange } from "./exchange.ts";
import {
  addSignature,
  beginEpochThere,
  enrolThere,
  finishEpochThere,
  lookThere,
  makeKeyThere,
  type Owning,
  revokeThere,
  setOwnersThere,
  setPolicyThere,
  signPolicy,
  signRevocation,
} from "./orders.ts";

afterEach(stopAll);

const owners = (here: Confirming, version: number, ...all: readonly (readonly [string, Signer])[]) => ({
  text: canonicalText({
    confirmer: here.confirmer.key,
    version,
    owners: all.map(([name, { publicKey: key }]) => ({ name, key })),
  }),
  signatures: [],
});

describe("keys", () => {
  it("are made for a policy; the same order again tells the same key, another policy for it is refused", async () => {
    const here = await started();
    const policy = usualPolicy(toText(randomBytes(16)), generateSigner().publicKey);
    const made = must(await makeKeyThere(owning(here), signPolicy(policy, here.owner)));
    expect(made).toMatchObject({ kid: policy.kid, status: "active", epochs: [{ epoch: 1, evaluations: 0 }] });
    expect(must(await makeKeyThere(owning(here), signPolicy(policy, here.owner)))).toEqual(made);
    const other = signPolicy({ ...policy, sources: ["0.0.0.0/0"] }, here.owner);
    expect(await makeKeyThere(owning(here), other)).toMatchObject({ ok: false, reason: "refused" });
    expect(reason(here)).toBe("key-exists");
    expect(must(await lookThere(owning(here))).keys.map(({ kid }) => kid)).toEqual(
      [here.confirmer.kid, policy.kid].toSorted(),
    );
  });

  it("of two orders that make one key at the same moment, both get the one that there is", async () => {
    const here = await started();
    for (let n = 0; n < 5; n++) {
      const keys = { localKey: randomBytes(32), signer: generateSigner() };
      const policy = usualPolicy(toText(randomBytes(16)), keys.signer.publicKey);
      const signed = signPolicy(policy, here.owner);
      const [one, two] = await Promise.all([makeKeyThere(owning(here), signed), makeKeyThere(owning(here), signed)]);
      expect(must(one)).toEqual(must(two));
      const [{ publicKey }] = must(one).epochs as readonly { publicKey: string }[] as [{ publicKey: string }];
      const confirmer = { ...here.confirmer, kid: policy.kid, publicKey, policy: policyDigest(signed) };
      const question = await ask(confirmer, keys, { boot, purpose: "start" });
      must(await readReply(question, await here.send(question)));
    }
  });

  it("an epoch of a key that is not there leaves nothing behind", async () => {
    const here = await started();
    const before = readdirSync(join(here.folder, "keys"));
    for (const [kid, epoch] of [
      [toText(randomBytes(16)), 1],
      [toText(randomBytes(16)), 2],
      [here.confirmer.kid, 1],
    ] as const)
      expect((await beginEpochThere(owning(here), kid, epoch)).ok).toBe(false);
    expect(readdirSync(join(here.folder, "keys"))).toEqual(before);
  });

  it("are a stranger's neither to make nor to see; the request of an owner is good once", async () => {
    const here = await started();
    const stranger = generateSigner();
    const policy = usualPolicy(toText(randomBytes(16)), generateSigner().publicKey);
    expect((await makeKeyThere(owning(here, stranger), signPolicy(policy, here.owner))).ok).toBe(false);
    expect(reason(here)).toBe("unknown-key");
    expect((await makeKeyThere(owning(here), signPolicy(policy, stranger))).ok).toBe(false);
    expect(reason(here)).toBe("not-the-owners-policy");
    expect((await lookThere(owning(here, here.host.signer))).ok).toBe(false);

    const sent: Parameters<Owning["send"]>[0][] = [];
    const recording = { ...owning(here), send: (each: (typeof sent)[number]) => (sent.push(each), here.send(each)) };
    must(await lookThere(recording));
    expect((await here.send(sent[0]!)).status).toBe(403);
    expect(reason(here)).toBe("replayed");
  });

  it.each([
    ["no order", { order: "obey" }],
    ["more than an order", { order: "look", more: 1 }],
    ["a prototype's name", { order: "constructor" }],
    ["nothing", {}],
    ["a kid that is none", { order: "shred", kid: "../../etc" }],
  ])("%s is refused", async (_, content) => {
    const here = await started();
    const request = { path: "/v1/orders", tag: "secondlock-order", content };
    const outcome = await exchange(here.confirmer, here.owner, request, (outgoing) => here.send(outgoing));
    expect(outcome).toMatchObject({ ok: false, reason: "refused" });
    expect(reason(here)).toBe("malformed-order");
  });
});

describe("a policy", () => {
  const next = (here: Confirming, more: object) =>
    ({ ...usualPolicy(here.confirmer.kid, here.host.signer.publicKey), version: 2, ...more }) as const;

  it("takes the place of another; the one before may be named for a while, and both have to be met", async () => {
    const here = await started({ sources: ["127.0.0.0/8"] });
    const narrow = signPolicy(next(here, { sources: ["127.0.0.1/32"], purposes: ["start"] }), here.owner);
    must(await setPolicyThere(owning(here), narrow, 600));
    // a file of before
    must(await here.open());
    const renewed = { ...here.confirmer, policy: policyDigest(narrow) };
    const question = await ask(renewed, here.host, { boot, purpose: "start" });
    must(await readReply(question, await here.send(question)));
    const shut = signPolicy({ ...next(here, { version: 3 }), sources: ["203.0.113.7/32"] }, here.owner);
    // another range is more than before: of one owner that is enough, as there is only one
    must(await setPolicyThere(owning(here), shut, 600));
    expect(
      (await readReply(question, await here.send(await ask(renewed, here.host, { boot, purpose: "start" })))).ok,
    ).toBe(false);
    expect(reason(here)).toBe("wrong-source");
  });

  it("that an owner sends anew lets a file of before in again", async () => {
    const here = await started();
    const opened = async (sequence: number, confirmer = here.confirmer) => {
      const question = await ask(confirmer, here.host, { boot, purpose: "start", sequence });
      return (await readReply(question, await here.send(question))).ok;
    };
    expect([await opened(5), await opened(4)]).toEqual([true, false]);
    expect(reason(here)).toBe("older-file");
    const again = signPolicy(next(here, {}), here.owner);
    must(await setPolicyThere(owning(here), again, 0));
    expect(await opened(4, { ...here.confirmer, policy: policyDigest(again) })).toBe(true);
  });

  it("of before is named in vain when its time is over, or when there was none", async () => {
    const here = await started();
    must(await setPolicyThere(owning(here), signPolicy(next(here, {}), here.owner), 10));
    must(await here.open());
    here.clock = 30;
    expect((await here.open()).ok).toBe(false);
    expect(reason(here)).toBe("wrong-policy");

    const other = await started();
    must(await setPolicyThere(owning(other), signPolicy(next(other, {}), other.owner), 0));
    expect((await other.open()).ok).toBe(false);
    expect(reason(other)).toBe("wrong-policy");
  });

  it("that no file was made for yet is not the one that is out there: a second change leaves the first file good", async () => {
    const here = await started();
    must(await here.open());
    must(await setPolicyThere(owning(here), signPolicy(next(here, { version: 2 }), here.owner), 600));
    must(await setPolicyThere(owning(here), signPolicy(next(here, { version: 3 }), here.owner), 600));
    must(await here.open());
    // the one in the middle was never in a file
    const middle = { ...here.confirmer, policy: policyDigest(signPolicy(next(here, { version: 2 }), here.owner)) };
    const question = await ask(middle, here.host, { boot, purpose: "start" });
    expect((await readReply(question, await here.send(question))).ok).toBe(false);
    expect(reason(here)).toBe("wrong-policy");
  });

  it("that is older, or another key's, is refused", async () => {
    const here = await started();
    must(await setPolicyThere(owning(here), signPolicy(next(here, { version: 5 }), here.owner), 0));
    expect((await setPolicyThere(owning(here), signPolicy(next(here, { version: 4 }), here.owner), 0)).ok).toBe(false);
    expect(reason(here)).toBe("older-policy");
    const foreign = signPolicy(next(here, { kid: toText(randomBytes(16)), version: 9 }), here.owner);
    expect((await setPolicyThere(owning(here), foreign, 0)).ok).toBe(false);
    expect(reason(here)).toBe("unknown-key");
  });

  it("that allows more takes both of two owners", async () => {
    const here = await started();
    const ben = generateSigner();
    must(
      await setOwnersThere(
        owning(here),
        addSignature(owners(here, 2, ["ada", here.owner], ["ben", ben]), "owners", here.owner),
      ),
    );
    const wide = signPolicy(next(here, { sources: ["0.0.0.0/0"] }), here.owner);
    expect((await setPolicyThere(owning(here), wide, 0)).ok).toBe(false);
    expect(reason(here)).toBe("not-the-owners-policy");
    must(await setPolicyThere(owning(here), addSignature(wide, "policy", ben), 0));
  });
});

describe("owners", () => {
  it("the first one has the code from the console, once", async () => {
    const here = await started();
    const { documents } = here.confirming;
    await documents.update("owners", "all", () => ({ result: undefined, remove: true }));
    const code = parseEnrolmentCode(must(await makeEnrolmentCode(here.confirming)))!;
    const ada = generateSigner();
    const wrong = { ...code, secret: randomBytes(16) };
    expect((await enrolThere(owning(here, ada), "ada", wrong)).ok).toBe(false);
    expect(reason(here)).toBe("wrong-code");
    expect(await enrolThere(owning(here, ada), "ada", { ...code, fingerprint: "a".repeat(24) })).toMatchObject({
      reason: "another-fingerprint",
    });
    const enrolled = must(await enrolThere(owning(here, ada), "ada", code));
    expect(enrolled).toMatchObject({ owners: [{ name: "ada", key: ada.publicKey }] });
    const eve = generateSigner();
    expect((await enrolThere(owning(here, eve), "eve", code)).ok).toBe(false);
    expect(reason(here)).toBe("has-owners");
    expect(await makeEnrolmentCode(here.confirming)).toEqual({ ok: false, reason: "has-owners" });
  });

  it("strangers who guess do not use the code up, and leave nothing behind", async () => {
    const here = await started();
    const { documents } = here.confirming;
    await documents.update("owners", "all", () => ({ result: undefined, remove: true }));
    const text = must(await makeEnrolmentCode(here.confirming));
    const code = parseEnrolmentCode(text)!;
    const kept = await documents.ids("once");
    for (let n = 0; n < 12; n++) {
      const eve = generateSigner();
      expect((await enrolThere(owning(here, eve), "eve", { ...code, secret: randomBytes(16) })).ok).toBe(false);
      expect(reason(here)).toBe("wrong-code");
    }
    expect(await documents.ids("once")).toEqual(kept);
    // nor does whoever reads the database
    expect(await documents.read("once", "enrolment")).not.toContain(text.slice(0, 22));
    must(await enrolThere(owning(here, generateSigner()), "ada", code));
  });

  it("later ones are named by those there are: from two on it takes two", async () => {
    const here = await started();
    const [ben, cara, eve] = [generateSigner(), generateSigner(), generateSigner()];
    const two = owners(here, 2, ["ada", here.owner], ["ben", ben]);
    expect((await setOwnersThere(owning(here), addSignature(two, "owners", eve))).ok).toBe(false);
    must(await setOwnersThere(owning(here), addSignature(two, "owners", here.owner)));
    const three = addSignature(owners(here, 3, ["ada", here.owner], ["ben", ben], ["cara", cara]), "owners", ben);
    expect((await setOwnersThere(owning(here, ben), three)).ok).toBe(false);
    expect(reason(here)).toBe("not-the-owners");
    must(await setOwnersThere(owning(here, ben), addSignature(three, "owners", here.owner)));
    // the same person under two names is one
    const twice = owners(here, 4, ["ada", here.owner], ["ada2", here.owner]);
    expect(
      (await setOwnersThere(owning(here), addSignature(addSignature(twice, "owners", ben), "owners", here.owner))).ok,
    ).toBe(false);
    expect(reason(here)).toBe("malformed-owners");
  });

  it("a code is good for an hour", async () => {
    const here = await started();
    await here.confirming.documents.update("owners", "all", () => ({ result: undefined, remove: true }));
    const code = parseEnrolmentCode(must(await makeEnrolmentCode(here.confirming)))!;
    here.clock = 3_601;
    expect((await enrolThere(owning(here, generateSigner()), "ada", code)).ok).toBe(false);
    expect(reason(here)).toBe("code-expired");
  });

  it("two people of one name are none", async () => {
    const here = await started();
    const two = owners(here, 2, ["ada", here.owner], ["ada", generateSigner()]);
    expect((await setOwnersThere(owning(here), addSignature(two, "owners", here.owner))).ok).toBe(false);
    expect(reason(here)).toBe("malformed-owners");
  });

  it("what was signed for one confirmer is nothing at another", async () => {
    const [here, other] = [await started(), await started()];
    const ben = generateSigner();
    const signed = addSignature(owners(other, 2, ["ben", ben]), "owners", here.owner);
    expect((await setOwnersThere(owning(here), signed)).ok).toBe(false);
    expect(reason(here)).toBe("another-confirmers");
  });

  it("nobody leaves behind a policy that is no owner's", async () => {
    const here = await started();
    const ben = generateSigner();
    must(
      await setOwnersThere(
        owning(here),
        addSignature(owners(here, 2, ["ada", here.owner], ["ben", ben]), "owners", here.owner),
      ),
    );
    const alone = addSignature(addSignature(owners(here, 3, ["ben", ben]), "owners", here.owner), "owners", ben);
    expect((await setOwnersThere(owning(here), alone)).ok).toBe(false);
    expect(reason(here)).toBe("policy-without-owner");
    must(await here.open());
  });
});

describe("epochs", () => {
  it("the next is made beside the one in use, and the one before ends when it is told to", async () => {
    const here = await started();
    const { kid } = here.confirmer;
    const before = must(await here.open());
    const begun = must(await beginEpochThere(owning(here), kid, 2));
    expect(begun.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    // again, as after a cut connection: nothing more happens
    expect(must(await beginEpochThere(owning(here), kid, 2)).epochs).toEqual(begun.epochs);
    expect((await beginEpochThere(owning(here), kid, 3)).ok).toBe(false);
    expect(must(await here.open())).toEqual(before);
    const { publicKey = "" } = begun.epochs[1] ?? {};
    const second = { ...here.confirmer, epoch: 2, publicKey };
    const openSecond = async () => {
      const question = await ask(second, here.host, { boot, purpose: "start" });
      return await readReply(question, await here.send(question));
    };
    expect(must(await openSecond())).not.toEqual(before);
    expect(must(await finishEpochThere(owning(here), kid, 2)).epochs.map(({ epoch }) => epoch)).toEqual([2]);
    expect((await here.open()).ok).toBe(false);
    expect(reason(here)).toBe("wrong-epoch");
    must(await openSecond());
    // what would leave no epoch at all is not done
    expect((await finishEpochThere(owning(here), kid, 3)).ok).toBe(false);
    expect(reason(here)).toBe("wrong-epoch");
    must(await openSecond());
  });

  it("a key that is revoked gets none any more", async () => {
    const here = await started();
    must(await revokeThere(owning(here), signRevocation([here.confirmer.kid], here.owner, new Date())));
    expect((await beginEpochThere(owning(here), here.confirmer.kid, 2)).ok).toBe(false);
    expect(reason(here)).toBe("revoked");
    expect((await here.record()).state.epochs).toHaveLength(1);
  });
});

describe("who can only write into the database", () => {
  it.each([
    ["revokes nothing back", (text: string) => text.replace('"status":"revoked"', '"status":"active"')],
    ["gives back no openings", (text: string) => text.replace(/"opens":\d+/, '"opens":0')],
  ])("%s", async (_, change) => {
    const here = await started();
    must(await here.open());
    must(await revokeThere(owning(here), signRevocation([here.confirmer.kid], here.owner, new Date())));
    await here.write("key", here.confirmer.kid, change);
    expect((await here.open()).ok).toBe(false);
    expect(reason(here)).toBe("forged-document");
  });

  it("puts back no row of before, while the confirmer runs", async () => {
    const here = await started();
    let before = "";
    await here.write("key", here.confirmer.kid, (text) => (before = text));
    must(await revokeThere(owning(here), signRevocation([here.confirmer.kid], here.owner, new Date())));
    await here.write("key", here.confirmer.kid, () => before);
    expect((await here.open()).ok).toBe(false);
    expect(reason(here)).toBe("forged-document");
  });

  it("makes himself no owner", async () => {
    const here = await started();
    const eve = generateSigner();
    await here.write("owners", "all", (text) => text.replace(here.owner.publicKey, eve.publicKey));
    expect((await lookThere(owning(here, eve))).ok).toBe(false);
    expect(reason(here)).toBe("forged-document");
  });

  it("puts no document in another's place", async () => {
    const here = await started();
    const policy = usualPolicy(toText(randomBytes(16)), here.host.signer.publicKey);
    must(await makeKeyThere(owning(here), signPolicy(policy, here.owner)));
    let other = "";
    await here.write("key", policy.kid, (text) => (other = text));
    await here.write("key", here.confirmer.kid, () => other);
    expect((await here.open()).ok).toBe(false);
    expect(reason(here)).toBe("forged-document");
  });
});

it("an order's answer that is not the confirmer's is none", async () => {
  const here = await started();
  const pinned = { ...owning(here), confirmer: { ...here.confirmer, key: generateSigner().publicKey } };
  expect(await lookThere(pinned)).toEqual({ ok: false, reason: "not-the-confirmers", detail: "confirmer-1" });
  const down = { ...owning(here), send: () => Promise.reject(new Error("down")) };
  expect(await lookThere(down)).toEqual({ ok: false, reason: "unreachable", detail: "confirmer-1" });
  expect(signText(here.owner, "policy", "a")).not.toBe(signText(here.owner, "owners", "a"));
});
