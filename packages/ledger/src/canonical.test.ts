import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalText, isCanonical } from "./canonical.ts";

const limits = { bytes: 65_536, depth: 16 };
const text = (value: unknown): string | undefined => {
  const written = canonicalText(value, limits);
  return written.ok ? written.text : undefined;
};

describe("RFC 8785", () => {
  test("section 3.2.2: primitives", () => {
    const sample = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    const wanted = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
    expect(text(JSON.parse(sample))).toBe(wanted);
  });

  test("section 3.2.3: order of keys", () => {
    const sample = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    const wanted = [
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ];
    const order = [...(text(sample) ?? "").matchAll(/":"([^"]+)"/g)].map((match) => match[1]);
    expect(order).toEqual(wanted);
  });

  test.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("appendix B: %s is %s", (bits, wanted) => {
    expect(text(Buffer.from(bits, "hex").readDoubleBE())).toBe(wanted);
  });

  test.each(["7fffffffffffffff", "7ff0000000000000"])("appendix B: %s is an error", (bits) => {
    const value = Buffer.from(bits, "hex").readDoubleBE();
    expect(canonicalText(value, limits)).toEqual({ ok: false, reason: "not-finite", at: "" });
  });
});

/** Any JSON whose keys a ledger takes, index-like ones included. */
const key = fc.oneof(fc.string({ unit: "grapheme" }), fc.nat().map(String), fc.constantFrom("a", "b", "10", "9", "01"));
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ depthSize: "small" }, fc.jsonValue({ maxDepth: 0 }), tie("list"), tie("record")),
  list: fc.array(tie("json"), { maxLength: 5 }),
  record: fc.dictionary(
    key.filter((one) => !["__proto__", "constructor", "prototype"].includes(one) && one.isWellFormed()),
    tie("json"),
    { maxKeys: 6, noNullPrototype: false },
  ),
}));

test("is what the library writes, on any JSON", () => {
  fc.assert(
    fc.property(json, (value) => {
      const written = canonicalText(value, { bytes: 10_000_000, depth: 64 });
      if (!written.ok) return written.reason === "lone-surrogate";
      expect(written.text).toBe(canonicalize(value));
      expect(isCanonical(written.text, JSON.parse(written.text))).toBe(true);
      return true;
    }),
    { numRuns: 500 },
  );
});

test("never throws, whatever it is given", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      const written = canonicalText(value, limits);
      return written.ok ? canonicalize(JSON.parse(written.text)) === written.text : written.reason.length > 0;
    }),
    { numRuns: 500 },
  );
});

class Account {
  name = "ada";
}

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

function itself(): unknown {
  const value: { self?: unknown } = {};
  value.self = value;
  return value;
}

/** 2^40 nodes for whoever walks all of them. */
function doubled(): unknown {
  let value: unknown = "x".repeat(100);
  for (let level = 0; level < 15; level += 1) value = Array.from({ length: 8 }, () => value);
  return value;
}

const trap = new Proxy({}, { ownKeys: () => ["a"], get: () => process.exit(1) });

test.each<[string, unknown, string, string]>([
  ["undefined", { a: undefined }, "not-plain", "/a"],
  ["a function", { a: () => 1 }, "not-plain", "/a"],
  ["a symbol", { a: Symbol("a") }, "not-plain", "/a"],
  ["a bigint", { a: [1, 2n] }, "bigint", "/a/1"],
  ["NaN", { a: Number.NaN }, "not-finite", "/a"],
  ["minus infinity", [Number.NEGATIVE_INFINITY], "not-finite", "/0"],
  ["a lone surrogate", { a: "\ud800" }, "lone-surrogate", "/a"],
  ["a lone surrogate as a key", { "\udc00": 1 }, "lone-surrogate", "/\ufffd"],
  ["__proto__ out of JSON", JSON.parse('{"a":{"__proto__":{"admin":true}}}'), "prototype-key", "/a/__proto__"],
  ["constructor", { constructor: 1 }, "prototype-key", "/constructor"],
  ["a class", new Account(), "not-plain", ""],
  ["a Date, which has toJSON", { when: new Date(0) }, "not-plain", "/when"],
  ["toJSON of its own", { a: { toJSON: () => "another" } }, "not-plain", "/a/toJSON"],
  ["a boxed string", { a: Object("text") }, "not-plain", "/a"],
  ["a Map", new Map([["a", 1]]), "not-plain", ""],
  ["bytes", Buffer.from("a"), "not-plain", ""],
  ["a hole", { a: Array(3) }, "not-plain", "/a/0"],
  ["a list of 4 thousand million holes", Array(4_294_967_295), "too-big", ""],
  ["a proxy", { a: trap }, "not-plain", "/a"],
  [
    "a getter that throws",
    {
      get a() {
        throw new Error("secret");
      },
    },
    "unreadable",
    "/a",
  ],
  ["17 levels", deep(17), "too-deep", "/0".repeat(16)],
  ["100,000 levels", deep(100_000), "too-deep", "/0".repeat(16)],
  ["itself", itself(), "too-deep", "/self".repeat(16)],
  ["one part many times over", doubled(), "too-big", "/0/0/0/0/0/0/0/0/0/0/0/1/1/7/7"],
  ["a long string", "x".repeat(65_537), "too-big", ""],
  ["text that is longer in UTF-8", "€".repeat(30_000), "too-big", ""],
  ["slashes and tildes in keys", { "a/b": { "c~d": undefined } }, "not-plain", "/a~1b/c~0d"],
])("refuses %s", (_, value, reason, at) => {
  expect(canonicalText(value, limits)).toEqual({ ok: false, reason, at });
});

test.each<[string, unknown, string]>([
  ["16 levels", deep(16), `${"[".repeat(16)}1${"]".repeat(16)}`],
  ["an object without prototype", Object.assign(Object.create(null), { b: 1, a: 2 }), '{"a":2,"b":1}'],
  ["index-like keys, in the order of text", { 9: 1, 10: 2, a: { 2: 1, 11: 2 } }, '{"10":2,"9":1,"a":{"11":2,"2":1}}'],
  ["minus zero, as zero", { a: -0 }, '{"a":0}'],
])("takes %s", (_, value, wanted) => {
  expect(text(value)).toBe(wanted);
});

test("a getter answers once", () => {
  let asked = 0;
  const value = {
    get a() {
      asked += 1;
      return asked;
    },
  };
  expect(text(value)).toBe('{"a":1}');
  expect(asked).toBe(1);
});
