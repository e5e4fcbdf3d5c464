import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateIdentity } from "@secondlock/age";
import { describe, expect, it, onTestFinished } from "vitest";
import { readPin, writePin } from "../keys/host-folder.ts";
import { createPerson, type Person, readCache } from "../keys/person-folder.ts";
import { generateSigner, type Signer } from "../keys/signing.ts";
import { accept } from "../outcome.ts";
import { day, makeShop, must, read, type Shop } from "../testing/shop.ts";
import { setValue, unsetValue } from "./edit.ts";
import { lockEdits } from "./edit-lock.ts";
import { editAsPerson } from "./personal-edit.ts";
import { pinOf } from "./pin.ts";
import { changedNames } from "./private-cache.ts";
import type { SealedFile } from "./sealed-file.ts";
import { openValue, sealValue } from "./value.ts";
import { type Content, signHeader, writeFile } from "./write-file.ts";

interface Desk {
  readonly home: string;
  readonly file: string;
  readonly ben: Person;
  readonly shop: Shop;
  /** The file before the one that is there now. */
  readonly before: Buffer;
  readonly now: Buffer;
}

/** Ben at his desk, with a file whose owner he has pinned. */
async function desk(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-desk-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, "home");
  const ben = must(await createPerson(home, "ben"));
  const shop = makeShop({ A: "1", B: "2" }, { editors: [{ name: "ben-at-work", key: ben.signer.publicKey }] });
  const edit = { by: "ben-at-work", signer: ben.signer, at: day };
  const before = must(setValue(read(shop.bytes), "B", "2", edit));
  const now = must(setValue(read(before), "A", "1", edit));
  const file = join(folder, ".env.sealed");
  writeFileSync(file, now);
  must(await writePin(home, pinOf(read(now))));
  return { home, file, ben, shop, before, now };
}

/** The file that somebody makes of the one that is there now. */
function next(
  { ben, now }: Desk,
  change: (content: Content) => Content,
  signer: Signer = ben.signer,
  made: Buffer = now,
): Buffer {
  const file = read(made);
  return writeFile(change(file), [file], { by: "ben-at-work", signer, at: day });
}

const set = ({ home, file }: Desk, name: string, value: string): ReturnType<typeof editAsPerson> =>
  editAsPerson({ home, file, at: day, values: new Map([[name, value]]) }, (sealed, edit) =>
    setValue(sealed, name, value, edit),
  );

describe("a person who edits", () => {
  it("leaves a file that he signed, and remembers it and what he sealed", async () => {
    const at = await desk();
    chmodSync(at.file, 0o640);
    const sealed = must(await set(at, "B", "two"));
    expect(read(readFileSync(at.file))).toEqual(sealed);
    expect(sealed.last.content).toMatchObject({ by: "ben-at-work", sequence: 4 });
    expect(statSync(at.file).mode & 0o777).toBe(0o640);
    expect(sealed.values.map((value) => must(openValue(at.shop.header, value, at.shop.identity)))).toEqual([
      "1",
      "two",
    ]);
    expect(must(await readPin(at.home, at.shop.header.file))).toEqual(pinOf(sealed));
    const cache = must(await readCache(at.home, at.shop.header.file));
    const values = new Map(Object.entries({ A: "1", B: "two" }));
    expect(changedNames(cache, values, sealed)).toMatchObject({ same: ["B"], unknown: ["A"] });
    expect(readdirSync(join(at.file, "..")).toSorted()).toEqual([".env.sealed", "home"]);
  });

  it("writes through a link, and leaves the link", async () => {
    const at = await desk();
    const link = `${at.file}.link`;
    symlinkSync(at.file, link);
    must(await set({ ...at, file: link }, "C", "3"));
    expect(read(readFileSync(at.file)).last.content.sequence).toBe(4);
  });

  it("does one edit after the other, also when he starts them at once", async () => {
    const at = await desk();
    const names = Array.from({ length: 8 }, (_, n) => `N${n}`);
    for (const outcome of await Promise.all(names.map((name) => set(at, name, name)))) must(outcome);
    expect(read(readFileSync(at.file)).values.map(({ name }) => name)).toEqual(["A", "B", ...names]);
  });

  it("is told when somebody goes on editing in his name", { timeout: 30_000 }, async () => {
    const at = await desk();
    const release = must(await lockEdits(at.home));
    expect(await set(at, "B", "two")).toMatchObject({ ok: false, reason: "busy" });
    release();
    must(await set(at, "B", "two"));
  });
});

const stranger = generateSigner();
type Change = (at: Desk) => Buffer;
const resigned =
  (change: (content: SealedFile, at: Desk) => Content, signer?: Signer): Change =>
  (at) =>
    next(at, (content) => change(content as SealedFile, at), signer);

describe("before anything is written a file is refused", () => {
  it.each<readonly [string, Change, string]>([
    // attack 1: who can write the repository is no editor
    ["attack 1, an edit that nobody signed", (at) => addLine(at, "value C 3 2026-11-21 AAAA"), "changed"],
    [
      "attack 1, an edit that a stranger signed in ben's name",
      resigned(
        (content, { shop }) => ({
          ...content,
          values: [...content.values, must(sealValue(shop.header, "DATABASE_URL", 2, "evil", day))],
        }),
        stranger,
      ),
      "not-the-editors",
    ],
    [
      "attack 1, a variable that runs code, by an editor",
      resigned((content, { shop }) => ({
        ...content,
        values: [...content.values, must(sealValue(shop.header, "NODE_OPTIONS", 2, "--require=/tmp/x", day))],
      })),
      "loader",
    ],
    // attack 2: the next honest edit would seal for the stranger
    [
      "attack 2, another identity under the old signature",
      resigned((content, { shop }) => ({
        ...content,
        header: {
          ...signHeader({ ...shop.header, identity: generateIdentity().recipient.text }, stranger),
          signature: content.header.signature,
        },
      })),
      "not-the-owners",
    ],
    [
      "attack 2, another recovery recipient, signed by a stranger who calls himself the owner",
      resigned((content, { shop }) => {
        const recovery = [generateIdentity().recipient.text];
        return { ...content, header: signHeader({ ...shop.header, recovery, owner: stranger.publicKey }, stranger) };
      }),
      "not-the-owners",
    ],
    // attack 4: what was taken out of the file comes back
    ["attack 4, an older file", ({ before }) => before, "older"],
    [
      "a file made of the same one",
      (at) => next(at, (content) => ({ ...content, values: content.values.slice(1) }), at.ben.signer, at.before),
      "forked",
    ],
    ["a file of somebody else", () => makeShop({ A: "1" }).bytes, "not-pinned"],
    ["what is no sealed file", () => Buffer.from("A=1\n"), "not-sealed"],
  ])("%s", async (_, change, reason) => {
    const at = await desk();
    const bytes = change(at);
    writeFileSync(at.file, bytes);
    const before = readdirSync(at.home).map((name) => [name, readFileSync(join(at.home, name), "latin1")]);
    expect(await set(at, "B", "two")).toMatchObject({ ok: false, reason });
    expect(readFileSync(at.file).equals(bytes)).toBe(true);
    const after = readdirSync(at.home).filter((name) => name !== "editing.lock");
    expect(after.map((name) => [name, readFileSync(join(at.home, name), "latin1")])).toEqual(before);
  });

  it("when the person is no editor of it", async () => {
    const at = await desk();
    const eve = must(await createPerson(join(at.home, "eve"), "ben-at-work"));
    must(await writePin(join(at.home, "eve"), must(await readPin(at.home, at.shop.header.file))));
    expect(eve.name).toBe("ben-at-work");
    const before = readFileSync(at.file);
    expect(await set({ ...at, home: join(at.home, "eve") }, "B", "two")).toMatchObject({
      ...{ ok: false, reason: "no-editor", detail: "ben-at-work" },
    });
    expect(readFileSync(at.file).equals(before)).toBe(true);
  });

  it.each([
    ["a loader that the owner did not list", "LD_PRELOAD", "loader"],
    ["a name that is none", "a-b", "bad-name"],
  ])("when it would have %s", async (_, name, reason) => {
    const at = await desk();
    const before = readFileSync(at.file);
    expect(await set(at, name, "x")).toMatchObject({ ok: false, reason });
    expect(readFileSync(at.file).equals(before)).toBe(true);
  });

  it("when what an edit made of it is another's", async () => {
    const at = await desk();
    const { home, file, now } = at;
    expect(await editAsPerson({ home, file, at: day }, () => accept(makeShop({ A: "1" }).bytes))).toMatchObject({
      reason: "foreign-file",
    });
    expect(readFileSync(file).equals(now)).toBe(true);
  });

  it("when there is nothing to take away, no file, or nobody at the desk", async () => {
    const at = await desk();
    const unset = (home: string, file: string): ReturnType<typeof editAsPerson> =>
      editAsPerson({ home, file, at: day }, (sealed, edit) => unsetValue(sealed, "Z", edit));
    expect(await unset(at.home, at.file)).toMatchObject({ reason: "no-such-value", detail: "Z" });
    expect(await unset(at.home, `${at.file}.not`)).toMatchObject({ reason: "no-file" });
    expect(await unset(`${at.home}.not`, at.file)).toMatchObject({ reason: "no-person" });
  });
});

function addLine({ now }: Desk, line: string): Buffer {
  const rows = String(now).split("\n");
  return Buffer.from(rows.toSpliced(-2, 0, line).join("\n"));
}
