import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { day, makeShop, must, read } from "../testing/shop.ts";
import { setValues, unsetValue } from "./edit.ts";
import { cacheText, changedNames, emptyCache, parseCache, rememberValues } from "./private-cache.ts";

const shop = makeShop({ A: "1", B: "2", C: "3" });
const file = read(shop.bytes);
const values = new Map([
  ["A", "1"],
  ["B", "2"],
  ["C", "3"],
]);
const byBen = { by: "ben", signer: shop.ben, at: day };
const cache = rememberValues(emptyCache(), values, file);
const none = { added: [], changed: [], same: [], unknown: [], gone: [] };

describe("what changed since it was sealed", () => {
  it.each([
    ["nothing", values, { same: ["A", "B", "C"] }],
    ["one value", new Map([...values, ["B", "two"]]), { same: ["A", "C"], changed: ["B"] }],
    [
      "one more and one less",
      new Map([...values, ["D", "4"]].slice(1) as [string, string][]),
      {
        ...{ added: ["D"], same: ["B", "C"], gone: ["A"] },
      },
    ],
    ["a value that went to another name", new Map([...values, ["A", "2"]]), { changed: ["A"], same: ["B", "C"] }],
    ["everything", new Map<string, string>(), { gone: ["A", "B", "C"] }],
  ])("is told by name: %s", (_, now, changes) => {
    expect(changedNames(cache, now, file)).toEqual({ ...none, ...changes });
  });

  it("is not guessed without a cache", () => {
    expect(changedNames(emptyCache(), values, file)).toEqual({ ...none, unknown: ["A", "B", "C"] });
  });

  it("is not guessed where somebody else set the value since, also when he set the same", () => {
    const next = read(must(setValues(file, new Map([["B", "2"]]), byBen)));
    expect(changedNames(cache, values, next)).toEqual({ ...none, same: ["A", "C"], unknown: ["B"] });
  });

  it("is known again once it was sealed here, and what is in the file no more is forgotten", () => {
    const two = new Map([["B", "two"]]);
    const next = read(must(unsetValue(read(must(setValues(file, two, byBen))), "A", byBen)));
    const later = rememberValues(cache, two, next);
    expect([...later.values.keys()]).toEqual(["B", "C"]);
    expect(changedNames(later, new Map([...values, ...two]), next)).toEqual({
      ...{ ...none, added: ["A"], same: ["B", "C"] },
    });
  });
});

describe("a cache as text", () => {
  it("is read as it was written, and has no value in it", () => {
    const secret = rememberValues(emptyCache(), new Map([["A", "postgres://secret"]]), file);
    expect(parseCache(cacheText(secret))).toEqual(secret);
    expect(cacheText(secret)).not.toContain("secret");
  });

  it("does not tell that two values are the same, nor that they are those of another cache", () => {
    const same = new Map([...values.keys()].map((name) => [name, "same"]));
    const [one, other] = [rememberValues(emptyCache(), same, file), rememberValues(emptyCache(), same, file)];
    const hashes = [one, other].flatMap(({ values }) => [...values.values()].map(({ hash }) => hash));
    expect(new Set(hashes).size).toBe(6);
  });

  it("that is none is none, and nothing throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseCache(text)).toBeUndefined();
      }),
    );
    for (const text of ['{"salt":"AAAA","values":{}}', cacheText(cache).replace('"A"', '"a-b"')])
      expect(parseCache(text)).toBeUndefined();
  });
});
