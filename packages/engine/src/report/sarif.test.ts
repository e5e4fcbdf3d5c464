import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { hostile } from "./fixtures/hostile.ts";
import { hugeAudit, sampleAudit, sampleVerdict } from "./fixtures/sample-audit.ts";
import { type SarifOptions, sarifReport } from "./sarif.ts";
import type { Audit } from "../audit.ts";

const schema = JSON.parse(readFileSync(new URL("fixtures/sarif-2.1.0.schema.json", import.meta.url), "utf8"));

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  formats: {
    uri: (text) => URL.canParse(text),
    "uri-reference": (text) => URL.canParse(text, "https://base.example/"),
    "date-time": dateTime,
    uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  },
});
const validate = ajv.compile(schema);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
    readonly physicalLocation?: unknown;
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly status: string; readonly justification: string }[];
  readonly properties: { readonly verdict: string };
}

function runOf(
  audit: Audit,
  options?: SarifOptions,
): {
  results: readonly Result[];
  tool: { driver: { rules: readonly { id: string }[] } };
  invocations: readonly { executionSuccessful: boolean }[];
} {
  const log = JSON.parse(sarifReport(audit, options));
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  return log.runs[0];
}

describe("sarifReport", () => {
  const run = runOf(sampleAudit());
  const of = (verdict: string): readonly Result[] =>
    run.results.filter((result) => result.properties.verdict === verdict);

  test("validates against the schema of OASIS, also empty, large and hostile", () => {
    const value = Object.values(hostile).join(" ").slice(0, 2_000);
    runOf(sampleAudit({ verdicts: [], targets: [], answers: [] }));
    runOf(
      sampleAudit({
        started: "rubbish",
        finished: "rubbish",
        service: value,
        verdicts: [sampleVerdict("broken", { control: value, target: value, title: value, value })],
      }),
    );
    expect(runOf(hugeAudit(100)).results).toHaveLength(400);
  });

  test("the schema does refuse: a level that does not exist", () => {
    const log = JSON.parse(sarifReport(sampleAudit()));
    log.runs[0].results[0].level = "worst";
    expect(validate(log)).toBe(false);
  });

  test("unknown is never green", () => {
    expect(of("unknown").map(({ kind, level }) => [kind, level])).toEqual([
      ["fail", "warning"],
      ["fail", "note"],
    ]);
    expect(of("contradiction").every(({ kind, level }) => kind === "fail" && level === "error")).toBe(true);
    expect(of("luck")[0]).toMatchObject({ kind: "fail", level: "warning" });
    expect(of("broken").map(({ level }) => level)).toEqual(["error", "error", "warning"]);
    expect(of("claimed")[0]).toMatchObject({ kind: "review", level: "none" });
    expect(of("not seen yet")[0]).toMatchObject({ kind: "open", level: "none" });
    expect(
      new Set(run.results.filter(({ kind }) => kind === "pass").map(({ properties }) => properties.verdict)),
    ).toEqual(new Set(["proven"]));
  });

  test("a live exception is an accepted suppression, an expired one is none", () => {
    const [live, expired] = ["sudo-asks-password", "files-private-keys"].map((id) =>
      of("broken").find(({ ruleId }) => ruleId === id),
    );
    expect(live?.suppressions).toEqual([
      { kind: "external", status: "accepted", justification: expect.stringContaining("(until 2027-03-31)") },
    ]);
    expect(expired).not.toHaveProperty("suppressions");
  });

  test("names rule, host and instance, and keeps its fingerprint over time", () => {
    for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(of("luck")[0]?.locations[0]?.logicalLocations.map((each) => each.fullyQualifiedName)).toEqual([
      "app-1",
      "app-1/account:ada",
    ]);
    const later = runOf(sampleAudit({ started: "2027-01-01T00:00:00Z", finished: "2027-01-01T00:01:00Z" }));
    expect(later.results.map((each) => each.partialFingerprints)).toEqual(
      run.results.map((each) => each.partialFingerprints),
    );
    expect(new Set(run.results.map((each) => JSON.stringify(each.partialFingerprints))).size).toBe(run.results.length);
  });

  test("points to the service file when there is one, and says that a host was down", () => {
    expect(run.invocations[0]?.executionSuccessful).toBe(false);
    expect(run.results[0]?.locations[0]).not.toHaveProperty("physicalLocation");
    expect(
      runOf(sampleAudit(), { serviceFile: "my files/secondlock.yaml" }).results[0]?.locations[0]?.physicalLocation,
    ).toMatchObject({ artifactLocation: { uri: "my%20files/secondlock.yaml" } });
  });
});
