import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditJsonSchema } from "./audit.schema.ts";
import { hostile } from "./fixtures/hostile.ts";
import { hugeAudit, passingAudit, sampleAudit, sampleVerdict } from "./fixtures/sample-audit.ts";
import { auditJson, writeAuditJson } from "./json.ts";
import { schemaProblem } from "./schema-check.ts";

const validate = new Ajv2020({ allErrors: true, strict: true }).compile(auditJsonSchema);

function valid(value: unknown): boolean {
  return validate(value);
}

describe("auditJson", () => {
  test.each([
    ["the sample", sampleAudit()],
    ["a passing audit", passingAudit()],
    ["an empty one", sampleAudit({ targets: [], verdicts: [], answers: [], fixFirst: [] })],
    ["a fleet", hugeAudit(50)],
  ])("%s validates against the published schema", (_name, audit) => {
    const value: unknown = JSON.parse(auditJson(audit));
    expect(valid(value), JSON.stringify(validate.errors)).toBe(true);
    expect(schemaProblem(auditJsonSchema, value)).toBeUndefined();
  });

  test("has what was promised at the top, and loses nothing", () => {
    const value = JSON.parse(auditJson(sampleAudit()));
    expect(Object.keys(value)).toEqual([
      "schema",
      "version",
      "service",
      "started",
      "finished",
      "targets",
      "verdicts",
      "answers",
      "fixFirst",
      "coverage",
    ]);
    expect(value).toEqual(JSON.parse(JSON.stringify(sampleAudit())));
  });

  test("is the same text for the same audit", () => {
    expect(auditJson(sampleAudit())).toBe(auditJson(sampleAudit()));
  });

  test("carries nothing hostile and no secret", () => {
    const value = Object.values(hostile).join("\n").slice(0, 3_000);
    const text = auditJson(
      sampleAudit({
        verdicts: [
          sampleVerdict("broken", {
            control: "c",
            target: "app-1",
            value: `${hostile.yescrypt}\n${hostile.pem}\n${value}`,
          }),
        ],
      }),
    );
    expect(text).not.toContain("\\u001b");
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(text).not.toMatch(/X3DX6M94c7o|SECRETSECRET/);
    expect(valid(JSON.parse(text))).toBe(true);
  });

  test("is written in pieces: no one text holds a fleet", async () => {
    const sizes: number[] = [];
    const parts: string[] = [];
    const audit = hugeAudit(2_000);
    await writeAuditJson(audit, async (text) => {
      sizes.push(text.length);
      parts.push(text);
      await Promise.resolve();
    });
    expect(Math.max(...sizes)).toBeLessThan(100_000);
    expect(JSON.parse(parts.join("")).verdicts).toHaveLength(8_000);
  });
});

describe("schemaProblem", () => {
  const sample = JSON.parse(auditJson(sampleAudit()));

  test.each([
    ["another version", { ...sample, schema: "secondlock-audit/2" }, "audit.schema is not secondlock-audit/1"],
    [
      "a verdict that does not exist",
      { ...sample, verdicts: [{ ...sample.verdicts[0], verdict: "green" }] },
      "audit.verdicts[0].verdict is not one of",
    ],
    ["a missing part", { ...sample, coverage: undefined }, "audit.coverage is not an object"],
    ["a missing field", { ...sample, coverage: {} }, "audit.coverage.controls is missing"],
    ["a text that is too long", { ...sample, service: "x".repeat(1_001) }, "audit.service is longer"],
    [
      "a negative count",
      { ...sample, coverage: { ...sample.coverage, factsRead: -1 } },
      "audit.coverage.factsRead is less than 0",
    ],
    ["a list", [], "audit is not an object"],
  ])("names what is wrong with %s", (_name, value, problem) => {
    expect(schemaProblem(auditJsonSchema, value)).toContain(problem);
    expect(valid(JSON.parse(JSON.stringify(value)))).toBe(false);
  });

  test("agrees with a full validator on damaged audits", () => {
    const paths = Object.keys(sample);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const damaged: unknown = JSON.parse(JSON.stringify({ ...sample, [path]: value }));
        expect(schemaProblem(auditJsonSchema, damaged) === undefined).toBe(valid(damaged));
      }),
    );
  });
});
