import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { entryText, parseEntry } from "./entry.ts";
import { prepareEvent } from "./event.ts";

const prev = "ab".repeat(32);
const place = { seq: 7, prev, time: "2026-11-21T10:00:00.000Z" };

function written(event: unknown, at: Parameters<typeof entryText>[1] = place): string {
  const made = prepareEvent(event);
  if (!made.ok) throw new Error(made.reason);
  return entryText(made.prepared, at);
}

test("an entry is the canonical text of what it says, with every member it can have", () => {
  const data = fc.dictionary(fc.constantFrom("10", "9", "z", "é", "prev", "v"), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(data, fc.boolean(), fc.boolean(), (data, hidden, wentBack) => {
      const event = { type: "a.b-c", data, ...(hidden ? { private: { b: 1, a: [data] } } : {}) };
      if (!prepareEvent(event).ok) return;
      const text = written(event, { ...place, ...(wentBack ? { clock: "2026-11-21T09:00:00.000Z" } : {}) });
      expect(text).toBe(canonicalize(JSON.parse(text)));
      expect(parseEntry(text)).toMatchObject({ v: 1, seq: 7, prev, type: "a.b-c" });
    }),
  );
});

const good = written({ type: "a", data: { x: 1 } });

test.each([
  ["a second member of the same name", good.replace('{"x":1}', '{"x":0,"x":1}')],
  ["spaces", good.replace('"x":1', '"x": 1')],
  ["another spelling of a number", good.replace('"x":1', '"x":1.0')],
  ["another spelling of text", good.replace('"type":"a"', String.raw`"type":"\u0061"`)],
  ["another version", good.replace('"v":1', '"v":2')],
  ["a member that nobody knows", good.replace('"v":1', '"v":1,"w":2')],
  ["a number that is no number", good.replace('"seq":7', '"seq":"7"')],
  ["half a number", good.replace('"seq":7', '"seq":7.5')],
  ["another time zone", good.replace("10:00:00.000Z", "10:00:00+00:00")],
  ["half", good.slice(0, -1)],
  ["a list", "[]"],
  ["nothing", ""],
])("is no entry: %s", (_, text) => {
  expect(text).not.toBe(good);
  expect(parseEntry(text)).toBeUndefined();
});

test("no depth makes the parser throw", () => {
  const start = '{"data":{"a":';
  const rest = `},"prev":"${"0".repeat(64)}","seq":0,"time":"2026-11-21T10:00:00.000Z","type":"a","v":1}`;
  const text = (depth: number): string => `${start}${"[".repeat(depth)}${"]".repeat(depth)}${rest}`;
  expect(parseEntry(text(1_000))).toMatchObject({ seq: 0 });
  expect(parseEntry(text(200_000))).toBeUndefined();
});

test("no text makes the parser throw", () => {
  const mutated = fc
    .tuple(fc.nat(good.length), fc.string({ maxLength: 4 }))
    .map(([at, s]) => good.slice(0, at) + s + good.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), mutated), (text) => {
      const entry = parseEntry(text);
      return entry === undefined || canonicalize(entry) === text;
    }),
    { numRuns: 1_000 },
  );
});
