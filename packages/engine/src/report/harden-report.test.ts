import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { Verdict } from "@secondlock/model";
import type { ControlVerdict } from "../audit.ts";
import type { HostPlan, PlanItem, PlannedControl } from "../plan/plan.ts";
import { hostile } from "./fixtures/hostile.ts";
import { sampleAudit, sampleVerdict } from "./fixtures/sample-audit.ts";
import { hardenJsonSchema } from "./harden.schema.ts";
import { hardenJson, hardenReport, type HardenReport, type HostBefore, type HostOutcome } from "./harden-report.ts";

const validate = new Ajv2020({ allErrors: true, strict: true }).compile(hardenJsonSchema);

const control = (id: string): PlannedControl => ({ id, title: id, severity: "high", because: "so", closes: [] });
const item = (...ids: readonly string[]): PlanItem => ({
  ...{ resource: "file:/etc/x", texts: [], controls: ids.map(control), costs: [], risks: [] },
  steps: [{ kind: "modes", path: "/etc/x", mode: 0o600, owner: "root", group: "root" }],
});
const plan = (host: string, more: Partial<HostPlan> = {}): HostPlan => ({
  ...{ host, items: [], byHand: [], found: [], unseen: [], refusals: [], drifted: [], record: {} },
  ...more,
});

const tried = { proven: "refused", luck: "refused", contradiction: "succeeded" } as const;
const held: readonly Verdict[] = ["proven", "claimed", "contradiction"];
function verdict(name: Verdict, id: string, more: Partial<ControlVerdict> = {}): ControlVerdict {
  const inside = held.includes(name) ? "holds" : name === "unknown" ? "unreadable" : "broken";
  const outside = name in tried ? tried[name as keyof typeof tried] : "not attempted";
  const parts = {
    control: id,
    target: "app-1",
    inside: [inside, `${id} is ${inside}`],
    outside: [outside, `${id} was ${outside}`],
  } as const;
  return { ...sampleVerdict(name, parts), ...more };
}

function report(
  hosts: readonly HostBefore[],
  outcomes: Readonly<Record<string, HostOutcome>>,
  now?: readonly ControlVerdict[],
): HardenReport {
  return hardenReport({
    ...{ version: "0.1.0", service: "shop", started: "2026-11-21T04:10:07.120Z", finished: "2026-11-21T04:11:07.120Z" },
    ...{ hosts, outcomes: new Map(Object.entries(outcomes)) },
    ...(now === undefined ? {} : { after: { audit: sampleAudit({ verdicts: now }), hosts: ["app-1"] } }),
  });
}

const confirmed: HostOutcome = { state: "confirmed", journal: "20261121T041007Z-00ff" };
const changed = (before: readonly ControlVerdict[], now: readonly ControlVerdict[]): HardenReport["hosts"][number] => {
  const [host] = report(
    [{ plan: plan("app-1", { items: [item("a", "b")] }), verdicts: before }],
    { "app-1": confirmed },
    now,
  ).hosts;
  if (host === undefined) throw new Error("the report has no host");
  return host;
};

describe("what turned", () => {
  test("is told with the verdict before and after, and why", () => {
    const { turned, left, planned, audited } = changed(
      [verdict("broken", "a"), verdict("broken", "b")],
      [verdict("proven", "a"), verdict("claimed", "b")],
    );
    expect(turned).toMatchObject([
      { control: "a", direction: "better", before: "broken", after: "proven", because: "a is holds" },
      { control: "b", direction: "better", before: "broken", after: "claimed" },
    ]);
    expect({ left, planned, audited }).toEqual({ left: [], planned: ["a", "b"], audited: true });
  });

  test.each([
    ["claimed", "proven"],
    ["broken", "luck"],
    ["proven", "proven"],
  ] as const)("is not what an attempt alone made sharper: %s to %s", (before, after) => {
    expect(changed([verdict(before, "a")], [verdict(after, "a")]).turned).toEqual([]);
  });

  test.each([
    ["claimed", "contradiction", "worse", "a was succeeded"],
    ["claimed", "broken", "worse", "a is broken"],
    ["claimed", "unknown", "worse", "a is unreadable"],
    ["unknown", "claimed", "better", "a is holds"],
    ["unknown", "broken", "worse", "a is broken"],
  ] as const)("is what stands no more, or is seen now: %s to %s", (before, after, direction, because) => {
    expect(changed([verdict(before, "a")], [verdict(after, "a")]).turned).toMatchObject([
      { before, after, direction, because },
    ]);
  });
});

describe("what is left", () => {
  test("is every control that does not stand, the worst first, with what only a person can do", () => {
    const byHand = ["ask ben", "ask ben", "ask eve"].map((text) => ({ control: control("c"), text }));
    const until = { until: "2027-03-31", reason: "the new pipeline", expired: false };
    const now = [
      verdict("unknown", "d"),
      verdict("claimed", "e"),
      verdict("broken", "c", { exception: until }),
      verdict("contradiction", "a"),
    ];
    const { hosts } = report(
      [{ plan: plan("app-1", { items: [item("a")], byHand }), verdicts: [] }],
      { "app-1": confirmed },
      now,
    );
    expect(hosts[0]?.left).toMatchObject([
      { control: "a", verdict: "contradiction", planned: true, byHand: [], because: "a was succeeded" },
      { control: "c", verdict: "broken", planned: false, byHand: ["ask ben", "ask eve"], exception: until },
      { control: "d", verdict: "unknown", planned: false, because: "d is unreadable" },
    ]);
  });

  test("is as it was before, where no audit came after", () => {
    const { hosts } = report([{ plan: plan("app-1", { items: [item("a")] }), verdicts: [verdict("broken", "a")] }], {
      "app-1": { state: "taken back", journal: "20261121T041007Z-00ff", because: "a new login does not work" },
    });
    expect(hosts).toMatchObject([
      {
        outcome: "taken back",
        because: "a new login does not work",
        audited: false,
        turned: [],
        left: [{ control: "a" }],
      },
    ]);
  });

  test("of one host is not what is left of another", () => {
    const hosts = ["app-1", "db-1"].map((host) => ({ plan: plan(host, { items: [item("a")] }), verdicts: [] }));
    const now = [verdict("broken", "a"), verdict("broken", "b", { target: "db-1" })];
    const [app, db] = report(hosts, { "app-1": confirmed }, now).hosts;
    expect(app?.left.map(({ control }) => control)).toEqual(["a"]);
    expect(db).toMatchObject({ outcome: "not begun", audited: false, left: [] });
  });
});

test("a host without an outcome has nothing to change, or was not begun", () => {
  const hosts = [plan("app-1"), plan("db-1", { items: [item("a")] })].map((one) => ({ plan: one, verdicts: [] }));
  expect(report(hosts, {}).hosts.map(({ outcome }) => outcome)).toEqual(["nothing to change", "not begun"]);
});

test("packages are named with whether apt could be asked", () => {
  const did = [{ kind: "package", package: "telnet", wanted: "removed" }] as const;
  const packagesOf = (packages: HostOutcome["packages"]): unknown =>
    report([{ plan: plan("app-1"), verdicts: [] }], {
      "app-1": { state: "refused", because: "so", ...(packages === undefined ? {} : { packages }) },
    }).hosts[0]?.packages;
  expect(packagesOf(undefined)).toEqual([]);
  expect(packagesOf({ did })).toEqual([{ package: "telnet", wanted: "removed", sure: true }]);
  expect(packagesOf({ did, unsure: true })).toEqual([{ package: "telnet", wanted: "removed", sure: false }]);
});

describe("the JSON", () => {
  const whole = report(
    ["app-1", "db-1", "web-1", "web-2"].map((host) => ({
      plan: plan(host, { items: [item("a")] }),
      verdicts: [verdict("broken", "a")],
    })),
    {
      "app-1": { ...confirmed, packages: { did: [{ kind: "package", package: "x", wanted: "installed" }] } },
      "db-1": {
        state: "partly taken back",
        journal: "j",
        because: Object.values(hostile).join(" "),
        left: [hostile.pem, hostile.ansi],
      },
      "web-1": { state: "will be taken back", journal: "j", because: "the connection is cut", within: 120 },
      "web-2": { state: "error", because: `an error of its own: ${hostile.ansi}`, within: 120 },
    },
    [
      verdict("claimed", "a"),
      verdict("contradiction", "b", { exception: { until: "2027-03-31", reason: "r", expired: true } }),
    ],
  );

  test("fits the published schema, and a wrong one does not", () => {
    const value = JSON.parse(hardenJson(whole)) as { hosts: Record<string, unknown>[] };
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...value, hosts: [{ ...value.hosts[0], outcome: "fine" }] })).toBe(false);
    expect(validate({ ...value, hosts: [{ ...value.hosts[0], left: undefined }] })).toBe(false);
  });

  test("carries nothing hostile and no secret", () => {
    const text = hardenJson(whole);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text).not.toContain("SECRETSECRET");
    expect(text).not.toContain("$y$j9T$F5Jx5fEx");
  });
});
