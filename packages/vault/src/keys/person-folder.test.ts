import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { canonicalText } from "../canonical.ts";
import type { KnownConfirmer } from "../file/wrap.ts";
import { must } from "../testing/shop.ts";
import { createPerson, personFolder, readConfirmers, readPerson, writeConfirmer } from "./person-folder.ts";
import { generateSigner, signText, verifyText } from "./signing.ts";

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-person-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "deep", "secondlock");
}

describe("the folder of a person", () => {
  it.each([
    ["where it is said", { SECONDLOCK_HOME: "/s", XDG_CONFIG_HOME: "/x", HOME: "/h" }, "/s"],
    ["where settings are", { XDG_CONFIG_HOME: "/x", HOME: "/h" }, "/x/secondlock"],
    ["at home", { HOME: "/h" }, "/h/.config/secondlock"],
    [
      "at home when settings are nowhere",
      { SECONDLOCK_HOME: "", XDG_CONFIG_HOME: "x", HOME: "/h" },
      "/h/.config/secondlock",
    ],
  ])("is %s", (_, env, folder) => expect(personFolder(env)).toBe(folder));
});

describe("a person", () => {
  it("is made once, in a folder of his own, and read again", async () => {
    const folder = fresh();
    const ada = must(await createPerson(folder, "ada"));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).toSorted()).toEqual(["name", "signer.pem"]);
    expect(statSync(join(folder, "signer.pem")).mode & 0o777).toBe(0o600);
    const again = must(await readPerson(folder));
    expect(again).toMatchObject({ name: "ada", signer: { publicKey: ada.signer.publicKey } });
    expect(verifyText(ada.signer.publicKey, "last", "x", signText(again.signer, "last", "x"))).toBe(true);
    const before = readFileSync(join(folder, "signer.pem"), "utf8");
    expect(await createPerson(folder, "eve")).toEqual({ ok: false, reason: "person-exists", detail: folder });
    expect(readFileSync(join(folder, "signer.pem"), "utf8")).toBe(before);
  });

  it("whose making was cut off is made anew", async () => {
    const folder = fresh();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, "name"), "ada\n", { mode: 0o600 });
    must(await createPerson(folder, "ada"));
    must(await readPerson(folder));
  });

  it.each(["", "Ada", "a b", "../ada", "a".repeat(64)])("is not called %j", async (name) => {
    expect(await createPerson(fresh(), name)).toMatchObject({ ok: false, reason: "bad-name" });
  });
});

describe("nobody is read", () => {
  it.each([
    ["where nobody is", (folder: string) => rmSync(folder, { recursive: true }), "no-person"],
    ["without a name", (folder: string) => rmSync(join(folder, "name")), "no-person"],
    [
      "when others can read the key",
      (folder: string) => chmodSync(join(folder, "signer.pem"), 0o640),
      "open-to-others",
    ],
    ["when others can write into the folder", (folder: string) => chmodSync(folder, 0o777), "open-to-others"],
    ["when others can change the name", (folder: string) => chmodSync(join(folder, "name"), 0o666), "open-to-others"],
    ["under no name that files have", (folder: string) => writeFileSync(join(folder, "name"), "A B"), "bad-name"],
    ["with a key that is none", (folder: string) => writeFileSync(join(folder, "signer.pem"), "x"), "malformed-key"],
  ])("%s", async (_, change, reason) => {
    const folder = fresh();
    must(await createPerson(folder, "ada"));
    change(folder);
    expect(await readPerson(folder)).toMatchObject({ ok: false, reason });
  });
});

describe("the confirmers that a person knows", () => {
  const known = (confirmer: string): KnownConfirmer => ({
    ...{ confirmer, origin: `https://${confirmer}.example`, key: generateSigner().publicKey },
  });

  it("are kept by name, and replaced where that is said", async () => {
    const folder = fresh();
    must(await createPerson(folder, "ada"));
    expect(must(await readConfirmers(folder))).toEqual([]);
    const [one, two, other] = [known("confirmer-1"), known("confirmer-2"), known("confirmer-1")];
    for (const each of [two, one]) must(await writeConfirmer(folder, each));
    // one that has moved is still itself
    must(await writeConfirmer(folder, { ...one, origin: "https://elsewhere.example" }));
    must(await writeConfirmer(folder, one));
    expect(await writeConfirmer(folder, other)).toMatchObject({ reason: "known-otherwise", detail: "confirmer-1" });
    expect(must(await readConfirmers(folder))).toEqual([one, two]);
    must(await writeConfirmer(folder, other, true));
    // what a stop in the middle leaves behind
    writeFileSync(join(folder, "confirmers", "confirmer-3.ab12.part"), "{", { mode: 0o600 });
    expect(must(await readConfirmers(folder))).toEqual([other, two]);
  });

  it.each([
    ["something else", "confirmer-1", "{}", "malformed-confirmer"],
    ["another's", "confirmer-2", canonicalText(known("confirmer-1")), "malformed-confirmer"],
  ])("are refused where one says %s", async (_, file, text, reason) => {
    const folder = fresh();
    mkdirSync(join(folder, "confirmers"), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, "confirmers", file), text, { mode: 0o600 });
    expect(await readConfirmers(folder)).toMatchObject({ ok: false, reason });
  });

  it("are refused where somebody else could change them", async () => {
    const folder = fresh();
    must(await createPerson(folder, "ada"));
    must(await writeConfirmer(folder, known("confirmer-1")));
    chmodSync(join(folder, "confirmers"), 0o777);
    expect(await readConfirmers(folder)).toMatchObject({ ok: false, reason: "open-to-others" });
  });

  it.each(["confirmer-1.part", "../x", ""])("are not called %j", async (confirmer) => {
    await expect(writeConfirmer(fresh(), { ...known("a"), confirmer })).rejects.toThrow(TypeError);
  });
});
