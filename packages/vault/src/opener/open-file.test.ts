import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { setValue } from "../file/edit.ts";
import { parseFile, type SealedFile } from "../file/sealed-file.ts";
import { generateSigner, type Signer } from "../keys/signing.ts";
import { boot, type Confirming } from "../testing/confirming.ts";
import { sealedFor } from "../testing/sealed-for.ts";
import { must } from "../testing/shop.ts";
import type { HostKeys } from "./ask.ts";
import { openFile, type Opener } from "./open-file.ts";
import { send } from "./send.ts";

const running: Confirming[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

interface Sealed {
  readonly sealed: SealedFile;
  readonly host: HostKeys;
  readonly confirmers: readonly Confirming[];
  readonly opener: Opener;
  readonly owner: Signer;
}

async function sealedBy(count: number, mode: "all-of" | "any-of" = "all-of"): Promise<Sealed> {
  const secrets = { DATABASE_URL: "postgres://db-1/shop", A: "ä" };
  const { bytes, host, confirmers, owner } = await sealedFor({ secrets, confirmers: count, mode });
  running.push(...confirmers);
  const opener: Opener = { host: "app-1", keys: host, boot, purpose: "start", send };
  return { sealed: must(parseFile(bytes)), host, confirmers, opener, owner };
}

const stop = async (confirming: Confirming): Promise<void> => {
  running.splice(running.indexOf(confirming), 1);
  await confirming.stop();
};
const all = {
  ok: true,
  value: new Map([
    ["A", "ä"],
    ["DATABASE_URL", "postgres://db-1/shop"],
  ]),
};

it("opens with the local key and a live confirmer, in policy", async () => {
  const { sealed, opener } = await sealedBy(1);
  expect(await openFile(sealed, opener)).toEqual(all);
});

describe("does not open", () => {
  it("on a host that no wrap is for, and asks nobody", async () => {
    const { sealed, opener } = await sealedBy(1);
    const nobody = (): never => {
      throw new Error("asked");
    };
    expect(await openFile(sealed, { ...opener, host: "app-2", send: nobody })).toEqual({
      ok: false,
      reason: "no-wrap",
      detail: "app-2",
    });
  });

  it("an older file than before, on a host that has lost its pins: the confirmer remembers", async () => {
    const { sealed, opener, owner, confirmers } = await sealedBy(1);
    const newer = must(setValue(sealed, "A", "b", { by: "ada", signer: owner, at: new Date() }));
    expect(await openFile(must(parseFile(newer)), opener)).toMatchObject({ ok: true });
    expect(await openFile(sealed, opener)).toMatchObject({ ok: false, reason: "refused" });
    expect(confirmers[0]?.refusals.at(-1)).toMatchObject({ reason: "older-file", detail: "1 after 2" });
  });

  it("with another local key, though the confirmer agrees", async () => {
    const { sealed, opener, host } = await sealedBy(1);
    const keys = { ...host, localKey: randomBytes(32) };
    expect(await openFile(sealed, { ...opener, keys })).toEqual({ ok: false, reason: "wrong-key" });
  });

  it("with the local key and another signing key: the confirmer refuses, and tells a reference only", async () => {
    const { sealed, opener, host, confirmers } = await sealedBy(1);
    const outcome = await openFile(sealed, { ...opener, keys: { ...host, signer: generateSigner() } });
    expect(outcome).toMatchObject({ ok: false, reason: "refused" });
    const { reference = "" } = confirmers[0]?.refusals[0] ?? {};
    expect(outcome).toHaveProperty("detail", `confirmer-1: ${reference}`);
  });

  it("with the file, both keys and all recorded traffic, once the confirmer is gone", async () => {
    const { sealed, opener, confirmers } = await sealedBy(1);
    const recorded: Awaited<ReturnType<typeof send>>[] = [];
    const recording: Opener["send"] = async (question) => {
      const reply = await send(question);
      recorded.push(reply);
      return reply;
    };
    expect(await openFile(sealed, { ...opener, send: recording })).toEqual(all);
    await stop(confirmers[0]!);
    expect(await openFile(sealed, opener)).toMatchObject({ ok: false, reason: "unreachable" });
    expect(await openFile(sealed, { ...opener, send: async () => await Promise.resolve(recorded[0]!) })).toMatchObject({
      ok: false,
      reason: "not-the-confirmers",
    });
  });
});

describe("two confirmers", () => {
  it("all of them: both have to agree, and it says which does not", async () => {
    const { sealed, opener, confirmers } = await sealedBy(2);
    expect(await openFile(sealed, opener)).toEqual(all);
    await stop(confirmers[1]!);
    expect(await openFile(sealed, opener)).toEqual({ ok: false, reason: "unreachable", detail: "confirmer-1" });
  });

  it("any of them: one is enough, whichever is down; without both nothing opens", async () => {
    const { sealed, opener, confirmers } = await sealedBy(2, "any-of");
    await stop(confirmers[0]!);
    expect(await openFile(sealed, opener)).toEqual(all);
    await confirmers[1]!.change((record) => ({ ...record, state: { ...record.state, status: "revoked" } }));
    expect(await openFile(sealed, opener)).toMatchObject({ ok: false, reason: "refused" });
  });
});

describe("an answer that does not come as it should", () => {
  it.each([
    ["a redirect", { status: 302, headers: [["location", "https://evil.example/"]], body: Buffer.alloc(0) }, "refused"],
    ["a page of a proxy", { status: 502, headers: [], body: Buffer.from("<html>") }, "refused"],
    ["nothing", { status: 200, headers: [], body: Buffer.alloc(0) }, "not-the-confirmers"],
    [
      "text that a terminal would take orders from",
      { status: 403, headers: [], body: Buffer.from('{"reference":"\u001b[2J"}') },
      "refused",
    ],
  ] as const)("%s", async (_, reply, reason) => {
    const { sealed, opener } = await sealedBy(1);
    const outcome = await openFile(sealed, { ...opener, send: async () => await Promise.resolve(reply) });
    expect(outcome).toMatchObject({ ok: false, reason });
    expect(JSON.stringify(outcome)).not.toContain("u001b");
  });
});
