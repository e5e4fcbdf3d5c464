import { breaches, controls, ways } from "@secondlock/catalogue";
import { describe, expect, it } from "vitest";
import { type Domain, theHost, type WayWanted } from "@secondlock/model";
import { exampleHost } from "@secondlock/catalogue/testing";
import { lockStops } from "@secondlock/catalogue/testing/lock-stops";
import { shop, thisMachine } from "@secondlock/catalogue/testing/shop";

const services = [shop(), thisMachine()];
const named = new Set(
  services
    .flatMap((service) => ways.flatMap((family) => family.ways(service)))
    .flatMap(({ locks }) => locks.flatMap((lock) => ("control" in lock ? [lock.control] : []))),
);

/** Everything that a way depends on, as far as the ways themselves say. */
function domainsOf({ asset, locks }: WayWanted): ReadonlySet<Domain> {
  return new Set([...asset.home, ...locks.flatMap((lock) => lock.domains ?? [])]);
}

describe("the locks that the ways name", () => {
  it.each([...named].toSorted())(
    "%s is a control that is a lock, and stops what the ways count on it to stop",
    (id) => {
      const control = controls.find((one) => one.id === id);
      expect(control, `no control is called ${id}`).toBeDefined();
      const host = exampleHost();
      const shape = control?.lock?.(host, control.each?.(host)[0] ?? theHost);
      expect(shape, `${id} is no lock`).toBeDefined();
      expect(shape?.stops).toEqual(expect.arrayContaining([...(lockStops[id] ?? [])]));
      expect(shape?.domains).toContain("host:app-1");
    },
  );

  it("are no two that one observation proves, in one way", () => {
    const twice = ways
      .flatMap((family) => family.ways(shop()))
      .flatMap(({ id, locks }) => {
        const attempts = locks.flatMap((lock) => {
          const attempt = "control" in lock && controls.find((one) => one.id === lock.control)?.attempt;
          return attempt && !("none" in attempt) ? [{ attempt, at: `${lock.host} ${lock.instance}` }] : [];
        });
        return attempts.some((one, index) =>
          attempts.slice(index + 1).some((other) => other.attempt === one.attempt && other.at === one.at),
        )
          ? [id]
          : [];
      });
    expect(twice).toEqual([]);
  });

  /** Breaches that threaten nothing in the example shop, and so are answered "not known" there. */
  const withoutWay: readonly string[] = [];

  it("leaves no breach without a threatened way on the example shop", () => {
    const all = ways.flatMap((family) => family.ways(shop())).map((way) => ({ ...way, domains: domainsOf(way) }));
    const vacuous = breaches.filter((breach) =>
      breach
        .instances(shop())
        .every(
          ({ harms, fallen, assets }) =>
            !all.some(
              ({ harm, asset, domains }) =>
                harms.includes(harm) &&
                (assets === undefined || assets.includes(asset.id)) &&
                fallen.some((domain) => domains.has(domain)),
            ),
        ),
    );
    expect(vacuous.map(({ id }) => id)).toEqual(withoutWay);
  });
});
