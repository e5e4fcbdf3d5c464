import { breaches, controls, ways } from "@secondlock/catalogue";
import { describe, expect, it } from "vitest";
import { theHost } from "@secondlock/model";
import { exampleHost } from "@secondlock/catalogue/testing";
import { lockStops } from "@secondlock/catalogue/testing/lock-stops";
import { shop, thisMachine } from "@secondlock/catalogue/testing/shop";

const services = [shop(), thisMachine()];
const named = new Set(
  services
    .flatMap((service) => ways.flatMap((family) => family.ways(service)))
    .flatMap(({ locks }) => locks.flatMap((lock) => ("control" in lock ? [lock.control] : []))),
);

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

  it("leaves no breach without a way on the example shop", () => {
    const threatened = breaches.map((breach) => ({ id: breach.id, instances: breach.instances(shop()).length }));
    expect(
      threatened.filter(({ id, instances }) => instances === 0 && id !== "api-key-stolen" && id !== "app-key-known"),
    ).toEqual([]);
  });
});
