import { describe, expect, it } from "vitest";
import { askedUnits, type HostPlan, isEmpty, type PlanItem, withoutUnits } from "./plan.ts";

const item = (resource: string, units: readonly string[], asks?: true): PlanItem => ({
  ...{ resource, texts: [], controls: [], costs: [], risks: [] },
  steps: units.map((unit) => ({ kind: "unit", unit, enabled: false, active: false })),
  ...(asks === undefined ? {} : { asks }),
});
const plan: HostPlan = {
  ...{ host: "app-1", byHand: [], found: [], unseen: [], refusals: [], drifted: [], record: {} },
  items: [item("undeclared", ["redis.service", "cups.socket"], true), item("clock", ["ntpd.service"])],
};

describe("services that are asked about", () => {
  it("are those of the items that ask, and no others", () => {
    expect(askedUnits(plan)).toEqual(["redis.service", "cups.socket"]);
  });

  it("stay out of the plan one by one, and what does not ask stays in", () => {
    const left = withoutUnits(plan, new Set(["cups.socket", "ntpd.service"]));
    expect(left.items.map(({ steps }) => steps.map((step) => "unit" in step && step.unit))).toEqual([
      ["redis.service"],
      ["ntpd.service"],
    ]);
  });

  it("leave nothing of an item when all are refused", () => {
    const all = new Set(["redis.service", "cups.socket"]);
    expect(withoutUnits(plan, all).items.map(({ resource }) => resource)).toEqual(["clock"]);
    const only = { ...plan, items: plan.items.slice(0, 1) };
    expect(isEmpty(withoutUnits(only, all))).toBe(true);
  });
});
