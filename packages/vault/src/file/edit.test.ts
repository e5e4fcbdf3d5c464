import { generateIdentity } from "@secondlock/age";
import { describe, expect, it } from "vitest";
import { day, makeShop, must, read } from "../testing/shop.ts";
import { setValue, setValues, unsetValue } from "./edit.ts";
import { mergeFiles } from "./merge.ts";
import { pinOf } from "./pin.ts";
import type { SealedFile } from "./sealed-file.ts";
import { openValue, sealValue } from "./value.ts";
import { verifyFile } from "./verify-file.ts";
import { signHeader, signWrap, writeFile } from "./write-file.ts";

const shop = makeShop({ A: "1", B: "2", C: "3" });
const base = read(shop.bytes);
const byBen = { by: "ben", signer: shop.ben, at: day };
const byAda = { by: "ada", signer: shop.owner, at: day };
const set = (file: SealedFile, name: string, value: string, edit = byBen): SealedFile =>
  read(must(setValue(file, name, value, edit)));
const unset = (file: SealedFile, name: string): SealedFile => read(must(unsetValue(file, name, byBen)));
const opened = (file: SealedFile): Record<string, string> =>
  Object.fromEntries(file.values.map((value) => [value.name, must(openValue(shop.header, value, shop.identity))]));

describe("an editor", () => {
  it("adds, replaces and takes away, and each file follows the one before", () => {
    const file = unset(set(set(base, "B", "two"), "D", "4"), "A");
    expect(opened(file)).toEqual({ B: "two", C: "3", D: "4" });
    expect(file.last.content).toMatchObject({ sequence: 4, by: "ben" });
    expect(verifyFile(file, pinOf(base))).toMatchObject({ ok: true });
    expect(set(base, "B", "two").last.content.previous).toEqual([base.digest]);
  });

  it("can bring no version back: one that is set anew has a number that was not there before", () => {
    const again = set(unset(base, "A"), "A", "other");
    expect(again.values.map(({ name, version }) => [name, version])).toContainEqual(["A", 3]);
    const old = { ...again, values: [...again.values.slice(1), { ...base.values[0]!, version: 3 }] };
    expect(openValue(shop.header, old.values.at(-1)!, shop.identity)).toMatchObject({ ok: false, reason: "moved" });
  });

  it.each(["NODE_OPTIONS", "LD_PRELOAD", "PATH", "BASH_ENV", "npm_config_registry", "https_proxy", "GIT_SSH_COMMAND"])(
    "cannot set %s, which decides what is run",
    (name) => expect(setValue(base, name, "x", byBen)).toEqual({ ok: false, reason: "loader", detail: name }),
  );

  it("is told when the file would have more than one can read", () => {
    const many = new Map(Array.from({ length: 100 }, (_, n) => [`N${n}`, "x".repeat(64 * 1_024)]));
    expect(setValues(base, many, byBen)).toEqual({ ok: false, reason: "file-full" });
  });

  it("is told when there is nothing to take away", () => {
    expect(unsetValue(base, "Z", byBen)).toEqual({ ok: false, reason: "no-such-value", detail: "Z" });
  });
});

describe("two branches", () => {
  const merged = (ours: SealedFile, theirs: SealedFile): SealedFile =>
    read(mergeFiles({ base, ours, theirs }, byBen).bytes);

  it("with changes of other names become one file, which both sides accept", () => {
    const [ours, theirs] = [set(set(base, "A", "one"), "D", "4"), unset(base, "B")];
    const both = merged(ours, theirs);
    expect(opened(both)).toEqual({ A: "one", C: "3", D: "4" });
    expect(both.last.content).toMatchObject({ sequence: 4, previous: [ours.digest, theirs.digest] });
    for (const side of [base, ours, theirs]) expect(verifyFile(both, pinOf(side))).toMatchObject({ ok: true });
  });

  it.each([
    ["both set it", set(base, "A", "one"), set(base, "A", "uno"), "A"],
    ["one set it and one took it away", set(base, "A", "one"), unset(base, "A"), "A"],
    ["one took it away and one set it", unset(base, "A"), set(base, "A", "one"), "A"],
    ["both added it", set(base, "D", "4"), set(base, "D", "5"), "D"],
    ["two names", set(set(base, "A", "one"), "B", "x"), set(set(base, "A", "uno"), "B", "y"), "A, B"],
  ])("%s: a person has to say which, and until then ours stands", (_, ours, theirs, names) => {
    const more = set(theirs, "E", "5");
    const { bytes, conflicts } = mergeFiles({ base, ours, theirs: more }, byBen);
    expect(conflicts.join(", ")).toBe(names);
    expect(opened(read(bytes))).toEqual({ ...opened(ours), E: "5" });
    expect(verifyFile(read(bytes), pinOf(ours))).toMatchObject({ ok: true });
  });

  it("where one has a new identity keep nothing that it does not open", () => {
    const identity = generateIdentity();
    const header = signHeader({ ...shop.header, version: 2, identity: identity.recipient.text }, shop.owner);
    const values = base.values.map(({ name }) => must(sealValue(header.content, name, 2, `new ${name}`, day)));
    const rotated = read(writeFile({ header, wraps: [], values }, [base], byAda));
    const other = set(set(base, "A", "one"), "D", "4");
    for (const sides of [
      { ours: rotated, theirs: other },
      { ours: other, theirs: rotated },
    ]) {
      const { bytes, conflicts } = mergeFiles({ base, ...sides }, byBen);
      expect(conflicts).toEqual(["A", "D"]);
      const merged = read(bytes);
      expect(merged.values.map((value) => must(openValue(header.content, value, identity)))).toEqual([
        ...["new A", "new B", "new C"],
      ]);
    }
  });

  it("take the owner's new header and new wraps along, as he signed them", () => {
    const header = signHeader({ ...shop.header, version: 2, loaders: ["PATH"] }, shop.owner);
    const wrap = signWrap({ ...shop.wrap, host: "app-2" }, shop.owner);
    const theirs = read(writeFile({ ...base, header, wraps: [...base.wraps, wrap] }, [base], byAda));
    for (const both of [merged(set(base, "A", "one"), theirs), merged(theirs, set(base, "A", "one"))]) {
      expect(both.header).toEqual(header);
      expect(both.wraps).toEqual([...base.wraps, wrap]);
      expect(opened(both)).toMatchObject({ A: "one" });
      expect(verifyFile(both, pinOf(theirs))).toMatchObject({ ok: true });
    }
  });

  it("where one took a wrap away stay without it", () => {
    const theirs = read(writeFile({ ...base, wraps: [] }, [base], byAda));
    expect(merged(set(base, "A", "one"), theirs).wraps).toEqual([]);
  });
});
