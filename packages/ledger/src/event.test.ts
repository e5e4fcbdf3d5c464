import fc from "fast-check";
import { expect, test } from "vitest";
import { prepareEvent } from "./event.ts";
import { commitment } from "./hash.ts";

test.each<[string, unknown, string]>([
  ["nothing", undefined, "not-an-event"],
  ["null", null, "not-an-event"],
  ["text", "secret.opened", "not-an-event"],
  ["no type", { data: {} }, "bad-type"],
  ["a type of another kind", { type: 7 }, "bad-type"],
  ["a type with a quote", { type: 'a","seq":9,"b' }, "bad-type"],
  ["a type with a line end", { type: "secret.opened\n" }, "bad-type"],
  ["a long type", { type: "a".repeat(129) }, "bad-type"],
  ["a type that nearly fits, at length", { type: `${"a.".repeat(63)}!` }, "bad-type"],
  ["a type of the ledger's own", { type: "ledger.redacted" }, "reserved-type"],
  ["a misspelt member", { type: "a", privat: {} }, "unknown-member"],
  ["data that is a list", { type: "a", data: [1] }, "data-not-an-object"],
  ["data that is null", { type: "a", data: null }, "data-not-an-object"],
  ["private that is text", { type: "a", private: "x" }, "private-not-an-object"],
  ["a private name with a quote", { type: "a", private: { 'a"b': 1 } }, "bad-private-name"],
  ["a private name like a number", { type: "a", private: { 7: 1 } }, "bad-private-name"],
  ["a private name of the prototype", { type: "a", private: { constructor: 1 } }, "prototype-key"],
  [
    "33 private values",
    { type: "a", private: Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`n${n}`, n])) },
    "too-many-private",
  ],
  ["a big private value", { type: "a", private: { text: "x".repeat(70_000) } }, "too-big"],
  [
    "a getter that throws",
    {
      get type() {
        throw new Error("no");
      },
    },
    "unreadable",
  ],
  [
    "a proxy that throws",
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    ),
    "unreadable",
  ],
])("refuses %s", (_, event, reason) => {
  expect(prepareEvent(event)).toMatchObject({ ok: false, reason });
});

test("a private value only leaves a commitment, with a salt of its own", () => {
  const event = { type: "a", private: { address: "192.0.2.7" } };
  const [first, second] = [prepareEvent(event), prepareEvent(event)];
  if (!first.ok || !second.ok) throw new Error("refused");
  expect(first.prepared.data).toBe("{}");
  expect(first.prepared.committed).not.toContain("192.0.2.7");
  expect(first.prepared.committed).not.toBe(second.prepared.committed);
  const { address } = JSON.parse(first.prepared.opened ?? "") as { address: { salt: string; value: unknown } };
  expect(address.value).toBe("192.0.2.7");
  expect(JSON.parse(first.prepared.committed ?? "")).toEqual({ address: commitment(address.salt, '"192.0.2.7"') });
});

test("nothing makes it throw", () => {
  const part = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
  const event = fc.oneof(
    part,
    fc.record({ type: fc.oneof(part, fc.constant("a.b")), data: part, private: part }, { requiredKeys: [] }),
  );
  fc.assert(
    fc.property(event, (one) => typeof prepareEvent(one).ok === "boolean"),
    { numRuns: 500 },
  );
});
