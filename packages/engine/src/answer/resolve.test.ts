import { expect, test } from "vitest";
import {
  type AnyControl,
  defineControl,
  everyAdministrator,
  everyHost,
  holds,
  type HostWanted,
  type LockWanted,
  type Verdict,
  type Ways,
} from "@secondlock/model";
import { lookUpLocks, resolveWays, type LockLookup } from "./resolve.ts";
import { bookOf } from "./verdict-book.ts";
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

test("what the look-up does not find leaves no lock", () => {
  const [way] = resolveWays(nothing, [family({ control: "not-here", host: "app-1" })], lookup);

  expect(way?.locks).toEqual([]);
});

const host: HostWanted = {
  ...{ id: "app-1", role: "app", addresses: [], privateAddresses: [], ports: [], portsDeclared: false, databases: [] },
  ...{
    ssh: { user: "ada", address: "app-1.example", port: 22 },
    admins: [],
    peopleDeclared: false,
    allow: [],
    neighbours: [],
    sites: [],
  },
};

const perAccount: AnyControl = defineControl({
  id: "keys-only",
  title: "SSH accepts keys only",
  ...{ why: "", severity: "high", area: "ssh", covers: ["R007"], applies: everyHost, each: everyAdministrator },
  ...{ facts: {}, verdict: () => holds(""), attempt: { none: "" }, fix: () => [], references: ["none"] },
  lock: ({ id }, instance) => ({ stops: ["change", "read"], domains: [`host:${id}`, `custody:${instance.title}`] }),
});

function judged(instance: string) {
  const inside = { outcome: "holds", because: "" } as const;
  const outside = { outcome: "not attempted", because: "", vantages: [] } as const;
  const one = {
    inside: "holds",
    insideBecause: "",
    outside: "not attempted",
    outsideBecause: "",
    vantages: [],
  } as const;
  const instances = [{ instance, title: instance, verdict: "proven", ...one }] as const;
  const shown = { title: "SSH accepts keys only", severity: "high", verdict: "proven" } as const;
  return bookOf([{ control: "keys-only", target: "app-1", ...shown, inside, outside, instances }]);
}

test("a host that was not audited has its locks, unseen", () => {
  const [way] = resolveWays(nothing, [family(keysOnly)], lookUpLocks([perAccount], [host], bookOf([])));

  expect(way?.locks).toEqual([
    {
      ...keysOnly,
      title: "SSH accepts keys only",
      stops: ["change", "read"],
      standing: "unseen",
      domains: ["host:app-1", "custody:ada"],
    },
  ]);
});

test("so has a host that is not declared: what the way counts on, under the host itself", () => {
  const wanted = { ...keysOnly, host: "gone", domains: ["custody:ada-laptop"] } as const;
  const [first] = family(wanted).ways(nothing);
  const both = {
    ...family(wanted),
    ways: () => (first ? [first, { ...first, id: "login:read", harm: "read" as const }] : []),
  };
  const found = resolveWays(nothing, [both], lookUpLocks([perAccount], [host], judged("account:ada")));

  expect(found.map(({ locks }) => locks)).toEqual(
    (["change", "read"] as const).map((harm) => [
      {
        ...{ ...wanted, title: "SSH accepts keys only", stops: [harm], standing: "unseen" },
        domains: ["host:gone", "custody:ada-laptop"],
      },
    ]),
  );
});

test("a control that was judged on the host, but not for that instance, leaves no lock", () => {
  const of = (instance: string) =>
    resolveWays(nothing, [family(keysOnly)], lookUpLocks([perAccount], [host], judged(instance)))[0]?.locks;

  expect(of("account:ada")).toMatchObject([{ control: "keys-only", standing: "proven" }]);
  expect(of("account:bob")).toEqual([]);
});

test("an account that the control would not be judged for leaves no lock on a host that was not audited either", () => {
  const root = { ...keysOnly, instance: "account:root" };
  const [way] = resolveWays(nothing, [family(root)], lookUpLocks([perAccount], [host], bookOf([])));

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
