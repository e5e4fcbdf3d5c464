import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Domain, Harm, Lock, Way } from "@secondlock/model";
import { answerBreaches } from "./answer.ts";
import { isWorse, wayBounds, type Bounds } from "./bound.ts";
import { breach, nothing } from "./testing/way.ts";

const domains = ["host:a", "host:b", "custody:c", "custody:d", "vendor:e", "person:f"] as const satisfies Domain[];
const harms = ["read", "change", "lose"] as const satisfies Harm[];
const someDomains = fc.uniqueArray(fc.constantFrom(...domains), { minLength: 1, maxLength: 3 });

const someLock: fc.Arbitrary<Lock> = fc.record({
  control: fc.string({ minLength: 1, maxLength: 3 }),
  title: fc.constant("a lock"),
  host: fc.constant("a"),
  stops: fc.subarray([...harms]),
  domains: someDomains.map((found) => found as unknown as Lock["domains"]),
  standing: fc.constantFrom("proven", "claimed", "unseen", "down"),
});

const someWay: fc.Arbitrary<Way> = fc.record({
  id: fc.uuid(),
  title: fc.constant("a way"),
  asset: fc.subarray([...domains], { maxLength: 1 }).map((home) => ({ id: "it", title: "it", home })),
  harm: fc.constantFrom(...harms),
  locks: fc.array(someLock, { maxLength: 5 }),
});

const someWays = fc.array(someWay, { minLength: 1, maxLength: 5 });

function neverWorse(before: Bounds, after: Bounds): void {
  expect(isWorse(after.proven, before.proven)).toBe(false);
  expect(isWorse(after.possible, before.possible)).toBe(false);
}

function answer(ways: readonly Way[], fallen: readonly Domain[]) {
  const [found] = answerBreaches([breach(...fallen)], nothing, ways);
  if (!found) throw new Error("one breach has one answer");
  return found;
}

test("adding a proven lock to a way never makes it worse", () => {
  fc.assert(
    fc.property(someWay, someLock, someDomains, (way, lock, fallen) => {
      fc.pre(lock.stops.length > 0);
      const more: Way = { ...way, locks: [...way.locks, { ...lock, standing: "proven" }] };

      neverWorse(wayBounds(way, new Set(fallen)), wayBounds(more, new Set(fallen)));
    }),
  );
});

test("proving a lock never makes an answer worse", () => {
  fc.assert(
    fc.property(someWays, fc.nat(), someDomains, (ways, pick, fallen) => {
      const locks = ways.flatMap((way) => way.locks);
      const proved = locks[pick % Math.max(1, locks.length)];
      const better = ways.map((way) => ({
        ...way,
        locks: way.locks.map((lock): Lock => (lock === proved ? { ...lock, standing: "proven" } : lock)),
      }));

      neverWorse(answer(ways, fallen).bounds, answer(better, fallen).bounds);
    }),
  );
});

test("felling more never makes an answer better", () => {
  fc.assert(
    fc.property(someWays, someDomains, someDomains, (ways, fallen, more) => {
      const before = answer(ways, fallen);
      fc.pre(before.weakest !== undefined);

      neverWorse(answer(ways, [...new Set([...fallen, ...more])]).bounds, before.bounds);
    }),
  );
});

test("what is possible is never worse than what is proven", () => {
  fc.assert(
    fc.property(someWays, someDomains, (ways, fallen) => {
      const { bounds } = answer(ways, fallen);

      expect(isWorse(bounds.possible, bounds.proven)).toBe(false);
    }),
  );
});

test("the order of ways, locks and domains does not matter", () => {
  fc.assert(
    fc.property(someWays, someDomains, (ways, fallen) => {
      const turned = ways.map((way) => ({ ...way, locks: way.locks.toReversed() })).toReversed();

      const one = answer(ways, fallen);
      const other = answer(turned, fallen.toReversed());

      expect({ ...other.bounds, weakest: other.weakest?.id }).toEqual({ ...one.bounds, weakest: one.weakest?.id });
    }),
  );
});

test("locks that all share a domain are one lock", () => {
  fc.assert(
    fc.property(fc.array(someLock, { minLength: 1, maxLength: 5 }), (locks) => {
      const shared = locks.map((lock): Lock => {
        return { ...lock, stops: ["read"], standing: "proven", domains: [...lock.domains, "custody:shared"] };
      });
      const way: Way = { id: "w", title: "w", asset: { id: "it", title: "it", home: [] }, harm: "read", locks: shared };

      expect(wayBounds(way, new Set()).proven).toBe("one lock left");
    }),
  );
});
