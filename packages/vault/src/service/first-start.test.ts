import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { must } from "../testing/shop.ts";
import { masterKey } from "./master-key.ts";
import { ownSigner } from "./own-signer.ts";
import { openParts } from "./service-parts.ts";
import { folderWithKey, withParts } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";

const fresh = ownFolders();
let folder: string;
let keyFile: string;
let signerFile: string;
const text = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");

/** Starts, without what it opened, which has secrets. */
async function started(more: { masterKey?: string } = {}): Promise<object> {
  const opened = await openParts({ folder, masterKey: undefined, postgres: undefined, ...more }, {});
  if (!opened.ok) return opened;
  await opened.value.close();
  return { ok: true };
}

beforeEach(() => {
  folder = fresh();
  [keyFile, signerFile] = [`${folder}.master-key`, join(folder, "signer.pem")];
});

describe("a first start", () => {
  it.each([
    ["before the master key", () => keyFile, [false, false]],
    ["between master key and signer", () => signerFile, [true, false]],
    ["after the signer", () => join(folder, "confirmer.db"), [true, true]],
  ] as const)("that is stopped %s is gone on with", async (_, place, wanted) => {
    mkdirSync(folder, { mode: 0o700 });
    // what leads nowhere is not there, and nothing can be made in its place
    symlinkSync("/nowhere/at-all", place());
    expect(await started()).toMatchObject({ ok: false });
    rmSync(place());
    const before = [text(keyFile), text(signerFile)];
    expect(before.map((each) => each !== "")).toEqual(wanted);
    expect(await started()).toEqual({ ok: true });
    for (const [index, file] of [keyFile, signerFile].entries())
      expect(text(file) !== "" && text(file).startsWith(before[index]!)).toBe(true);
  });

  it.each([
    ["its folder", () => mkdirSync(folder, { mode: 0o700 })],
    ["both folders", () => mkdirSync(join(folder, "keys"), { mode: 0o700, recursive: true })],
  ])("that is stopped after it made %s is gone on with", async (_, made) => {
    made();
    expect(await started()).toEqual({ ok: true });
    expect([keyFile, signerFile].every((each) => existsSync(each))).toBe(true);
  });

  it("takes the master key and the signer that another process made a moment ago", async () => {
    await started();
    const before = [text(keyFile), text(signerFile)];
    const key = must(await masterKey({ path: keyFile, kind: "beside" }, true)).key.toString("base64url");
    const { publicKey } = must(await ownSigner(signerFile, true)).signer;
    expect(before[0] === `${key}\n`).toBe(true);
    expect([text(keyFile), text(signerFile)].every((each, index) => each === before[index])).toBe(true);
    expect(publicKey).toBe(must(await ownSigner(signerFile, false)).signer.publicKey);
  });
});

describe("a master key that is there", () => {
  const emptied = (): void => {
    renameSync(folder, `${folder}.elsewhere`);
    mkdirSync(folder, { mode: 0o700 });
  };
  it.each([
    ["is gone", () => renameSync(folder, `${folder}.elsewhere`)],
    ["is empty, as where a volume is not mounted", emptied],
    ["has what a new file system has", () => (emptied(), mkdirSync(join(folder, "lost+found")))],
  ])("outlives a start where the folder %s, and opens what it encrypted", async (_, away) => {
    const { kid } = await folderWithKey(folder);
    const before = text(keyFile);
    away();
    expect(await started()).toEqual({ ok: false, reason: "folder-gone", detail: keyFile });
    expect(text(keyFile) === before).toBe(true);
    rmSync(folder, { recursive: true, force: true });
    renameSync(`${folder}.elsewhere`, folder);
    await withParts(folder, async ({ documents }) => expect(await documents.ids("key")).toEqual([kid]));
  });

  it("and was moved away lets a new confirmer begin", async () => {
    await folderWithKey(folder);
    renameSync(folder, `${folder}.elsewhere`);
    renameSync(keyFile, `${keyFile}.elsewhere`);
    expect(await started()).toEqual({ ok: true });
    expect(text(keyFile) === text(`${keyFile}.elsewhere`)).toBe(false);
  });

  it("and is delivered goes with a new folder too", async () => {
    await started();
    const delivered = join(dirname(folder), "delivered");
    renameSync(keyFile, delivered);
    rmSync(folder, { recursive: true });
    expect(await started({ masterKey: delivered })).toEqual({ ok: true });
    expect(existsSync(keyFile)).toBe(false);
  });

  it("and was to be delivered is not made", async () => {
    const delivered = join(dirname(folder), "delivered");
    expect(await started({ masterKey: delivered })).toEqual({ ok: false, reason: "no-master-key", detail: delivered });
    expect(existsSync(delivered)).toBe(false);
  });

  it("is not made where there are keys already", async () => {
    await folderWithKey(folder);
    rmSync(keyFile);
    expect(await started()).toEqual({ ok: false, reason: "no-master-key", detail: keyFile });
    // wrapping keys alone are encrypted under it too
    for (const name of ["signer.pem", "confirmer.db", "ledger", "head"])
      rmSync(join(folder, name), { recursive: true, force: true });
    expect(await started()).toMatchObject({ ok: false, reason: "no-master-key" });
    writeFileSync(keyFile, "x", { mode: 0o600 });
    expect(await started()).toMatchObject({ ok: false, reason: "malformed-master-key" });
  });
});
