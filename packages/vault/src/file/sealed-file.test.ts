import { generateIdentity } from "@secondlock/age";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateSigner } from "../keys/signing.ts";
import { day, makeShop, must, read } from "../testing/shop.ts";
import type { Header } from "./header.ts";
import { type Pin, pinOf } from "./pin.ts";
import { parseFile, type SealedFile } from "./sealed-file.ts";
import { openValue, sealValue } from "./value.ts";
import { verifyFile } from "./verify-file.ts";
import { type Content, signHeader, signWrap, writeFile } from "./write-file.ts";

const shop = makeShop({
  DATABASE_URL: "postgres://shop:p%40ss@db-1/shop",
  SMTP_PASSWORD: "päss wörd\nwith a line",
  EMPTY: "",
});
const { owner, ben, identity, recovery, header } = shop;
const file = read(shop.bytes);
const pin = pinOf(file);

const edited = (change: (content: Content) => Partial<Content>, by = "ben", signer = ben): SealedFile =>
  read(writeFile({ ...file, ...change(file) }, [file], { by, signer, at: day }));

describe("a sealed file", () => {
  it("is what was written, is its owner's, and gives its values to its identity and to the recovery's", () => {
    expect(verifyFile(file, pin)).toEqual({ ok: true, value: file });
    expect(file.values.map(({ name }) => name)).toEqual(["DATABASE_URL", "EMPTY", "SMTP_PASSWORD"]);
    for (const someone of [identity, recovery]) {
      expect(file.values.map((value) => must(openValue(header, value, someone)))).toEqual([
        "postgres://shop:p%40ss@db-1/shop",
        "",
        "päss wörd\nwith a line",
      ]);
    }
  });

  it("has no value in it that can be read", () => {
    for (const secret of ["p%40ss", "wörd"]) expect(shop.bytes.includes(secret)).toBe(false);
    expect(openValue(header, must({ ok: true, value: file.values[0]! }), generateIdentity())).toEqual({
      ok: false,
      reason: "not-ours",
      detail: "DATABASE_URL",
    });
  });

  it("with one value changed has two lines that are others", () => {
    const next = must(sealValue(header, "EMPTY", 2, "now something", day));
    const { values } = file;
    const bytes = writeFile({ ...file, values: values.map((each) => (each.name === "EMPTY" ? next : each)) }, [file], {
      ...{ by: "ben", signer: ben, at: day },
    });
    const [before, after] = [shop.bytes, bytes].map((each) => String(each).split("\n"));
    expect(after?.filter((line, n) => line !== before?.[n])).toHaveLength(2);
    expect(verifyFile(read(bytes), pin)).toMatchObject({ ok: true, value: { last: { content: { sequence: 2 } } } });
  });

  it("changed at any place is refused, before anybody is asked anything", { timeout: 60_000 }, () => {
    const { bytes: small } = makeShop({ A: "1" });
    const known = pinOf(read(small));
    for (let at = 0; at < small.length; at++) {
      for (const mask of at % 8 === 0 ? [0x01, 0x20] : [0x01]) {
        const bytes = Buffer.from(small);
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        const parsed = parseFile(bytes);
        expect(parsed.ok && verifyFile(parsed.value, known).ok, `byte ${at}`).toBe(false);
      }
    }
  });

  it("that ends early is refused, at each place", () => {
    for (let at = 0; at < shop.bytes.length; at++) {
      const parsed = parseFile(shop.bytes.subarray(0, at));
      expect(parsed.ok && verifyFile(parsed.value, pin).ok, `byte ${at}`).toBe(false);
    }
  });

  it("lengths of values are told in steps", () => {
    const length = (value: string): number => must(sealValue(header, "A", 1, value, day)).box.length;
    expect(length("a")).toBe(length("a".repeat(12)));
  });
});

describe("a line that a stranger wrote", () => {
  const stranger = generateSigner();
  const foreign = { ...header, owner: stranger.publicKey, editors: [{ name: "ben", key: stranger.publicKey }] };

  const cases: readonly (readonly [string, () => SealedFile, string])[] = [
    [
      "a header of another owner",
      () => edited(() => ({ header: signHeader(foreign, stranger) }), "ben", stranger),
      "not-the-owners",
    ],
    [
      "the owner's header, signed by an editor",
      () => edited(() => ({ header: signHeader(header, ben) })),
      "not-the-owners",
    ],
    [
      "another recovery recipient",
      () =>
        edited(({ header: { signature } }) => {
          const swapped: Header = { ...header, recovery: [generateIdentity().recipient.text] };
          return { header: { ...signHeader(swapped, stranger), signature } };
        }),
      "not-the-owners",
    ],
    [
      "a wrap that an editor signed",
      () => edited(() => ({ wraps: [signWrap(shop.wrap, ben)] })),
      "not-the-owners-wrap",
    ],
    [
      "a wrap of another file of the same owner",
      () => edited(() => ({ wraps: [signWrap({ ...shop.wrap, file: "A".repeat(22) }, owner)] })),
      "not-the-owners-wrap",
    ],
    ["an edit by nobody who is listed", () => edited(() => ({}), "eve", stranger), "unknown-editor"],
    ["an edit in somebody's name", () => edited(() => ({}), "ben", stranger), "not-the-editors"],
    [
      "a value that makes a program load another",
      () =>
        edited(({ values }) => ({
          values: [...values, must(sealValue(header, "NODE_OPTIONS", 1, "--require /tmp/evil.js", day))],
        })),
      "loader",
    ],
  ];

  it.each(cases)("%s is refused", (_, make, reason) => {
    expect(verifyFile(make(), pin)).toMatchObject({ ok: false, reason });
  });

  it("a loader that the owner has listed is taken", () => {
    const listed = signHeader({ ...header, version: 2, loaders: ["NODE_OPTIONS"] }, owner);
    const value = must(sealValue(header, "NODE_OPTIONS", 1, "--max-old-space-size=512", day));
    const taken = edited(({ values }) => ({ header: listed, values: [...values, value] }));
    expect(verifyFile(taken, pin)).toMatchObject({ ok: true });
  });
});

describe("a file from before", () => {
  const newer = edited(({ values }) => ({ values: values.slice(1) }));
  const other = edited(({ values }) => ({ values: values.slice(2) }));
  const seen: Pin = pinOf(newer);

  it.each([
    ["with a lower sequence is refused", file, "older"],
    ["with the same sequence, made of the same file, is refused", other, "forked"],
    ["of another service is refused", read(makeShop({ A: "b" }).bytes), "foreign-file"],
  ])("%s", (_, sealed, reason) => expect(verifyFile(sealed, seen)).toMatchObject({ ok: false, reason }));

  it("who was an editor once cannot bring back the header that listed him", () => {
    const without: Header = { ...header, version: 2, editors: [{ name: "ada", key: owner.publicKey }] };
    const dismissed = edited(() => ({ header: signHeader(without, owner) }), "ada", owner);
    const back = writeFile({ ...dismissed, header: file.header }, [dismissed], { by: "ben", signer: ben, at: day });
    expect(verifyFile(dismissed, pin)).toMatchObject({ ok: true });
    expect(verifyFile(read(back), pinOf(dismissed))).toMatchObject({ ok: false, reason: "older" });
  });
});

describe("a value that changes places", () => {
  const [database, empty] = file.values as unknown as [(typeof file.values)[0], (typeof file.values)[0]];

  it.each([
    ["between names", { ...database, name: "EMPTY" }, "moved"],
    ["between versions", { ...empty, version: 7 }, "moved"],
  ])("%s is not opened", (_, value, reason) =>
    expect(openValue(header, value, identity)).toMatchObject({ ok: false, reason }),
  );

  it("between files is not opened, also where one identity opens both", () => {
    const elsewhere = must(sealValue({ ...header, file: "A".repeat(22) }, "EMPTY", 1, "", day));
    expect(openValue(header, elsewhere, identity)).toMatchObject({ ok: false, reason: "moved" });
  });
});

it("text that is no sealed file is refused, and nothing throws", () => {
  const part = fc.constantFrom(...String(shop.bytes).split(/(?=[ \n])/), "\n", "value A 1 2026-11-21 ", "{}", "\0");
  fc.assert(
    fc.property(fc.array(part), fc.boolean(), (parts, whole) => {
      const text = (whole ? "secondlock-sealed 1\n" : "") + parts.join("");
      fc.pre(text !== String(shop.bytes));
      const parsed = parseFile(Buffer.from(text));
      expect(parsed.ok && verifyFile(parsed.value, pin).ok).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ["bad-name", "a-b", "x"],
  ["bad-name", "", "x"],
  ["too-long", "A", "x".repeat(64 * 1_024 + 1)],
  ["lone-surrogate", "A", "\ud800"],
  ["zero-byte", "A", "a\0b"],
])("%s: %j is not sealed", (reason, name, value) => {
  expect(sealValue(header, name, 1, value, day)).toMatchObject({ ok: false, reason });
});
