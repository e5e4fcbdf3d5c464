import { describe, expect, test } from "vitest";
import type { Domain, ServiceWanted } from "@secondlock/model";
import { ways } from "../ways/index.ts";
import { service, shop, thisMachine } from "../ways/testing/shop.ts";
import { breaches } from "./index.ts";

/** Domains that something in the service depends on, as far as the ways themselves say. */
function domainsIn(wanted: ServiceWanted): ReadonlySet<Domain> {
  const found = ways.flatMap((family) => family.ways(wanted));
  return new Set(
    found.flatMap(({ asset, locks }) => [
      ...asset.home,
      ...locks.flatMap((lock) => ("domains" in lock ? lock.domains : [])),
    ]),
  );
}

test("breaches are sorted by id, and each is there once", () => {
  const ids = breaches.map(({ id }) => id);

  expect(ids).toEqual([...new Set(ids)].toSorted());
});

test("each is asked as a person would ask it, and answers the posture questions", () => {
  for (const { question, covers } of breaches) {
    expect(question).toMatch(/^[A-Z].*\?$/);
    expect(covers).toContain("R269");
  }
});

describe.each(Object.entries({ shop: shop(), "this machine": thisMachine(), nothing: service() }))(
  "in %s",
  (_, wanted) => {
    const domains = domainsIn(wanted);

    test.each(breaches)("$id fells something, or says why not", (breach) => {
      const instances = breach.instances(wanted);

      expect(instances.length).toBeGreaterThan(0);
      expect(new Set(instances.map(({ id }) => id)).size).toBe(instances.length);
      for (const { id, title, fallen } of instances) {
        if (id === "undeclared" && fallen.length === 0) expect(title).toMatch(/^the service file names no /);
        else expect(fallen.filter((domain) => domains.has(domain))).not.toEqual([]);
      }
    });
  },
);

test("every breach has something to break in the shop", () => {
  const vacuous = breaches.filter((breach) => breach.instances(shop()).every(({ fallen }) => fallen.length === 0));

  expect(vacuous.map(({ id }) => id)).toEqual([]);
});

test("the provider takes its hosts along, and the copies that do not say where they are", () => {
  const wanted = { ...shop(), backupPlaces: [{ name: "offsite-1", vendor: "backup-vendor" }] };
  const [lost] = breaches.find(({ id }) => id === "provider-lost")?.instances(wanted) ?? [];

  expect(lost?.fallen).toEqual(["vendor:undeclared", "host:app-1", "host:db-1", "custody:offsite-2/main"]);
});
