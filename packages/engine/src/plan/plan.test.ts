import { describe, expect, it } from "vitest";
import { askedUnits, type HostPlan, isEmpty, type PlanItem, unseenOf, withoutUnits } from "./plan.ts";

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

describe("what nobody has seen of a plan that was made anew", () => {
  const now = (more: Partial<HostPlan>): HostPlan => ({ ...plan, ...more });

  it("is nothing where it is the same plan, or less of it", () => {
    expect(unseenOf(plan, plan)).toBeUndefined();
    expect(unseenOf(now({ items: plan.items.slice(1) }), plan)).toBeUndefined();
  });

  it("is the unit that only the packages brought, and what was shown is not told again", () => {
    const anew = now({ items: [item("undeclared", ["redis.service", "new.service"], true)] });
    const found = unseenOf(anew, plan);
    expect(found?.items.map(({ steps }) => steps)).toEqual([[expect.objectContaining({ unit: "new.service" })]]);
    expect(found === undefined ? [] : askedUnits(found)).toEqual(["new.service"]);
  });

  it("is a file that has another content by now", () => {
    const file = (content: string): HostPlan =>
      now({
        items: [
          {
            ...item("file", []),
            steps: [{ kind: "file", path: "/etc/x", after: { content, mode: 0o644, owner: "root", group: "root" } }],
          },
        ],
      });
    expect(unseenOf(file("two"), file("two"))).toBeUndefined();
    expect(unseenOf(file("two"), file("one"))?.items).toHaveLength(1);
  });

  it("is a file that was edited by hand since, and why it may not be applied", () => {
    expect(unseenOf(now({ drifted: ["/etc/x"] }), plan)?.drifted).toEqual(["/etc/x"]);
    expect(unseenOf(now({ drifted: ["/etc/x"] }), now({ drifted: ["/etc/x"] }))).toBeUndefined();
    expect(unseenOf(now({ refusals: ["so"] }), plan)?.refusals).toEqual(["so"]);
  });
});
