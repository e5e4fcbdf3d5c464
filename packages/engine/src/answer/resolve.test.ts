import { expect, test } from "vitest";
import type { LockWanted, Verdict, Ways } from "@secondlock/model";
import { resolveWays, type LockLookup } from "./resolve.ts";
import { standingOf } from "./standing.ts";
import { nothing, root } from "./testing/way.ts";

function family(...locks: readonly LockWanted[]): Ways {
  return {
    id: "login",
    title: "Login",
    covers: ["R007"],
    ways: () => [{ id: "login:ada", title: "login as ada", asset: root, harm: "change", locks }],
  };
}

const lookup: LockLookup = {
  knows: (control) => control === "keys-only" || control === "not-here",
  find: (control) =>
    control === "keys-only"
      ? { title: "SSH accepts keys only", stops: ["change"], domains: ["host:app-1"], standing: "proven" }
      : undefined,
};

const keysOnly = { control: "keys-only", host: "app-1", instance: "account:ada" } as const;

test("a lock gets its standing from the verdict, and its domains from the control and from the way", () => {
  const [way] = resolveWays(nothing, [family({ ...keysOnly, domains: ["custody:ada-laptop", "host:app-1"] })], lookup);

  expect(way?.locks).toEqual([
    {
      ...keysOnly,
      title: "SSH accepts keys only",
      stops: ["change"],
      standing: "proven",
      domains: ["host:app-1", "custody:ada-laptop"],
    },
  ]);
});

test("a control that is not judged there leaves no lock", () => {
  const [way] = resolveWays(nothing, [family({ control: "not-here", host: "app-1" })], lookup);

  expect(way?.locks).toEqual([]);
});

test("a control that does not exist is a mistake in the catalogue", () => {
  expect(() => resolveWays(nothing, [family({ control: "misspelt", host: "app-1" })], lookup)).toThrow(
    "way login:ada names the lock misspelt, which no control is",
  );
});

test("a lock named twice is one lock", () => {
  const [way] = resolveWays(nothing, [family(keysOnly, keysOnly)], lookup);

  expect(way?.locks).toHaveLength(1);
});

test("what no part of the product looks at is unseen", () => {
  const wanted = { notSeenYet: "csp", title: "a policy", stops: ["change"], domains: ["host:app-1"] } as const;
  const [way] = resolveWays(nothing, [family(wanted)], lookup);

  expect(way?.locks[0]).toMatchObject({ control: "csp", standing: "unseen" });
});

const standings: Readonly<Record<Verdict, string>> = {
  proven: "proven",
  claimed: "claimed",
  unknown: "unseen",
  "not seen yet": "unseen",
  broken: "down",
  contradiction: "down",
  luck: "down",
  "not applicable": "down",
};

test.each(Object.entries(standings))("%s stands as %s", (verdict, standing) => {
  expect(standingOf(verdict as Verdict)).toBe(standing);
});
