import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import { generateSigner } from "../keys/signing.ts";
import { ask, type Question, readReply } from "../opener/ask.ts";
import { readAsked } from "./opening-message.ts";
import { boot, type Confirming, signedPolicy, startConfirming, usualPolicy } from "../testing/confirming.ts";
import { must } from "../testing/shop.ts";

let here: Confirming;
const start = async (policy?: Parameters<typeof startConfirming>[0]): Promise<Confirming> =>
  (here = await startConfirming(policy));
afterEach(() => here?.stop());

const question = (): Promise<Question> => ask(here.confirmer, here.host, { boot, purpose: "start" });
const events = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const { type } of here.ledger.read({})) if (type !== "key.made") found.push(type);
  return found;
};

/** Sends one question; expects nothing but a reference, and the reason in the confirmer's own list. */
async function refused(send: () => Promise<{ status: number; body: Buffer }>, reason: string): Promise<void> {
  const before = here.refusals.length;
  const { status, body } = await send();
  const { reference } = here.refusals.at(-1) ?? {};
  expect(here.refusals.slice(before)).toMatchObject([{ reason }]);
  expect({ status, body: String(body) }).toEqual({
    status: 403,
    body: canonicalText({ reference, status: 403, title: "This is not confirmed." }),
  });
}

describe("an opening in policy", () => {
  it("gives the host the same bytes each time, and stands in the log before", async () => {
    await start();
    const [one, two] = [must(await here.open()), must(await here.open())];
    expect(one).toHaveLength(64);
    expect(two).toEqual(one);
    expect(await events()).toEqual(["opening.confirmed", "opening.confirmed"]);
    expect((await here.record()).state).toMatchObject({ opens: 2, epochs: [{ epoch: 1, evaluations: 2 }] });
    expect(here.refusals).toEqual([]);
  });

  it("with another local key gives other bytes, which open nothing", async () => {
    await start();
    const other = must(await here.open({ ...here.host, localKey: randomBytes(32) }));
    expect(other).not.toEqual(must(await here.open()));
  });

  it("is not evaluated when the log takes no entry", async () => {
    await start();
    await here.ledger.close();
    await refused(async () => await here.send(await question()), "not-logged");
  });
});

describe("is refused, and nothing is evaluated:", () => {
  it("a request that was seen before", async () => {
    await start();
    const once = await question();
    expect((await here.send(once)).status).toBe(200);
    await refused(() => here.send(once), "replayed");
    expect(await events()).toHaveLength(1);
  });

  it("a stolen file and local key without the host's signing key", async () => {
    await start();
    const thief = { ...here.host, signer: generateSigner() };
    await refused(
      async () => await here.send(await ask(here.confirmer, thief, { boot, purpose: "start" })),
      "unknown-key",
    );
  });

  it("a request in which anything was changed", async () => {
    await start();
    const asked = await question();
    await refused(
      () => here.send({ ...asked, body: Buffer.from(String(asked.body).replace(boot, toText(randomBytes(32)))) }),
      "digest-mismatch",
    );
    const other = await question();
    await refused(() => here.send({ ...asked, body: other.body }), "digest-mismatch");
    const without = asked.request.headers.filter(([name]) => name.toLowerCase() !== "signature");
    await refused(() => here.send({ ...asked, request: { ...asked.request, headers: without } }), "unpaired-label");
  });

  it.each([
    ["from an address that is not the host's", { sources: ["203.0.113.7/32"] }, "wrong-source"],
    ["outside the hours", { windows: [{ days: [], from: "00:00", to: "00:00", zone: "UTC" }] }, "outside-window"],
    ["for another purpose", { purposes: ["edit" as const] }, "wrong-purpose"],
    ["after the policy's end", { expires: "2026-01-01T00:00:00Z" }, "expired-policy"],
  ])("%s", async (_, policy, reason) => {
    await start(policy);
    await refused(async () => await here.send(await question()), reason);
    expect(await events()).toEqual([]);
  });

  it("the fourth opening of three, also when sixty come at once", async () => {
    await start({ maximumOpens: 3 });
    const questions = await Promise.all(Array.from({ length: 60 }, question));
    const replies = await Promise.all(questions.map((each) => here.send(each)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(new Set(here.refusals.map(({ reason }) => reason))).toEqual(new Set(["too-many-opens"]));
    expect(await events()).toHaveLength(3);
  });

  it("one that is revoked while the log is waited for, by another process", async () => {
    await start();
    const { ledger } = here.confirming;
    const append: typeof ledger.append = async (event) => {
      const logged = await ledger.append(event);
      await here.change((record) => ({ ...record, state: { ...record.state, status: "revoked" } }));
      return logged;
    };
    Object.assign(here.confirming, { ledger: { ...ledger, append } });
    const reply = await here.send(await question());
    expect([reply.status, here.refusals.at(-1)?.reason]).toEqual([403, "revoked"]);
  });

  it("one that says no number of its file", async () => {
    await start();
    for (const sequence of [-1, 1.5, "2", null, 2 ** 53]) {
      const { body } = await question();
      expect(readAsked(body).ok).toBe(true);
      const changed = canonicalText({ ...(JSON.parse(String(body)) as object), sequence });
      expect(readAsked(Buffer.from(changed))).toEqual({ ok: false, reason: "malformed-opening" });
    }
  });

  it("one after it was revoked, at once", async () => {
    await start();
    must(await here.open());
    await here.change((record) => ({ ...record, state: { ...record.state, status: "revoked" } }));
    await refused(async () => await here.send(await question()), "revoked");
  });

  it("a policy that somebody widened in the database", async () => {
    await start({ sources: ["203.0.113.7/32"] });
    const wide = usualPolicy(here.confirmer.kid, here.host.signer.publicKey);
    await here.change((record) => ({ ...record, policy: { ...record.policy, text: canonicalText(wide) } }));
    await refused(async () => await here.send(await question()), "not-the-owners-policy");
    await here.change((record) => ({ ...record, policy: signedPolicy(wide, generateSigner()) }));
    await refused(async () => await here.send(await question()), "not-the-owners-policy");
    // and one that owners signed is still not the one that the wrap names
    await here.change((record) => ({ ...record, policy: signedPolicy(wide, here.owner) }));
    await refused(async () => await here.send(await question()), "wrong-policy");
  });

  it.each([
    ["is behind", -200, "from-the-future"],
    ["is ahead", 200, "too-old"],
  ])("a request while the confirmer's clock %s", async (_, clock, reason) => {
    await start();
    here.clock = clock;
    await refused(async () => await here.send(await question()), reason);
  });

  it("an element that is none", async () => {
    await start();
    for (const element of [Buffer.alloc(32), Buffer.alloc(32, 0xff)]) {
      const { signer, localKey } = here.host;
      const asked = await ask(here.confirmer, { signer, localKey }, { boot, purpose: "start" });
      const body = Buffer.from(canonicalText({ ...JSON.parse(String(asked.body)), element: toText(element) }));
      const again = await resigned(asked, body);
      await refused(() => here.send(again), "bad-element");
    }
  });

  it("a huge body, before it is read", async () => {
    await start();
    const asked = await question();
    await refused(() => here.send({ ...asked, body: Buffer.alloc(1_000_000, 0x20) }), "body-too-large");
  });
});

/** The same host signs another body. */
async function resigned(asked: Question, body: Buffer): Promise<Question> {
  const { sign, signingKey } = await import("@secondlock/signatures");
  const { openingTag } = await import("./opening-message.ts");
  const { method, targetUri } = asked.request;
  const { signer } = here.host;
  const bare = { method, targetUri, headers: [["content-type", "application/json"]] } as const;
  const signed = await sign(bare, { key: must(signingKey(signer.publicKey, signer.secretKey)), tag: openingTag, body });
  if (!signed.ok) throw new Error(signed.reason);
  return { ...asked, body, request: { ...bare, headers: signed.headers } };
}

describe("where a proxy of ours stands before it", () => {
  it("the address is what the proxy says, and what is left of that counts for nothing", async () => {
    await start({ sources: ["203.0.113.7/32"], proxies: ["127.0.0.1/32"] });
    expect((await here.send(await question(), { "x-forwarded-for": "198.51.100.1, 203.0.113.7" })).status).toBe(200);
    for (const forwarded of [
      "203.0.113.7, 198.51.100.1",
      "198.51.100.1",
      "203.0.113.7, ::ffff:198.51.100.1",
      "203.0.113.7:1",
    ])
      await refused(async () => await here.send(await question(), { "x-forwarded-for": forwarded }), "wrong-source");
    await refused(async () => await here.send(await question()), "wrong-source");
  });

  it("nobody else is believed", async () => {
    await start({ sources: ["203.0.113.7/32"] });
    await refused(async () => await here.send(await question(), { "x-forwarded-for": "203.0.113.7" }), "wrong-source");
  });
});

it("a list of refusals that takes none ends one connection, and not the confirmer", async () => {
  await start();
  here.refusals.push = () => {
    throw new Error("full");
  };
  const asked = await ask(here.confirmer, { ...here.host, signer: generateSigner() }, { boot, purpose: "start" });
  await expect(here.send(asked)).rejects.toThrow();
  must(await here.open());
});

describe("an answer", () => {
  it("that is not the confirmer's to this question is refused by the host", async () => {
    await start();
    const [one, two] = [await question(), await question()];
    const [first, second] = [await here.send(one), await here.send(two)];
    expect(await readReply(one, second)).toMatchObject({ ok: false, reason: "not-the-confirmers" });
    const changed = { ...first, body: Buffer.from(String(first.body).replace(/"epoch":1/, '"epoch":2')) };
    expect(await readReply(one, changed)).toMatchObject({ ok: false, reason: "not-the-confirmers" });
    const unsigned = { ...first, headers: first.headers.filter(([name]) => !name.startsWith("signature")) };
    expect(await readReply(one, unsigned)).toMatchObject({ ok: false, reason: "not-the-confirmers" });
    const pinned = { ...one, confirmer: { ...one.confirmer, key: generateSigner().publicKey } };
    expect(await readReply(pinned, first)).toMatchObject({ ok: false, reason: "not-the-confirmers" });
    expect(await readReply(one, first)).toMatchObject({ ok: true });
  });

  it("of another key than the pinned one is refused by its proof", async () => {
    await start();
    const asked = await question();
    const reply = await here.send(asked);
    const pinned = { ...asked, confirmer: { ...asked.confirmer, publicKey: toText(randomBytes(32)) } };
    expect(await readReply(pinned, reply)).toEqual({ ok: false, reason: "bad-evaluation" });
  });

  it("to nonsense is short, and the confirmer goes on", async () => {
    await start();
    const { port } = new URL(here.confirmer.origin);
    for (const text of [
      "\0\0\0\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      "POST /v1/keys/x/open HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      "A".repeat(20_000),
    ]) {
      const said = await new Promise<string>((resolve) => {
        const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
        let all = "";
        socket.on("data", (chunk) => (all += String(chunk)));
        socket.on("error", () => undefined);
        socket.on("close", () => resolve(all));
      });
      expect(said).toMatch(/^HTTP\/1.1 4\d\d /);
    }
    must(await here.open());
  });
});
