import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostile } from "./fixtures/hostile.ts";
import { sampleAudit, sampleVerdict } from "./fixtures/sample-audit.ts";
import { tagsOf } from "./fixtures/tags.ts";
import { junitReport } from "./junit.ts";

describe("junitReport", () => {
  const report = junitReport(sampleAudit());
  const tags = tagsOf(report);
  const suites = tags.filter((tag) => tag.name === "testsuite");

  test("has one suite a target, with numbers that are right", () => {
    expect(suites.map((suite) => suite.attributes.get("name"))).toEqual(["app-1", "db-1", "backup-1"]);
    for (const [name, attribute] of [
      ["testcase", "tests"],
      ["failure", "failures"],
      ["error", "errors"],
      ["skipped", "skipped"],
    ] as const) {
      expect(suites.reduce((sum, suite) => sum + Number(suite.attributes.get(attribute)), 0)).toBe(
        tags.filter((tag) => tag.name === name).length,
      );
    }
  });

  test.each([
    ["broken", "<failure"],
    ["contradiction", "<failure"],
    ["luck", "<failure"],
    ["unknown", "<error"],
    ["not seen yet", "<error"],
    ["not applicable", "<skipped"],
  ] as const)("%s is %s>", (verdict, element) => {
    const text = junitReport(sampleAudit({ verdicts: [sampleVerdict(verdict, { control: "c", target: "app-1" })] }));
    expect(text).toContain(`${element} message="${verdict}: `);
  });

  test("proven and claimed pass, and say which", () => {
    for (const verdict of ["proven", "claimed"] as const) {
      const text = junitReport(
        sampleAudit({ targets: [], verdicts: [sampleVerdict(verdict, { control: "c", target: "app-1" })] }),
      );
      expect(text).toContain(`<system-out>${verdict}\n`);
      expect(text).not.toMatch(/<(?:failure|error|skipped)/);
    }
  });

  test("a target that could not be read is an error", () => {
    expect(report).toContain('<error message="could not be read: nothing answers in time" type="unreachable"/>');
  });

  test("is well formed whatever a host sends", () => {
    const any = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(...Object.values(hostile).map((text) => text.slice(0, 5_000))),
    );
    fc.assert(
      fc.property(any, any, (one, other) => {
        const verdict = sampleVerdict("broken", {
          control: "c",
          target: one,
          title: other,
          value: one,
          inside: ["broken", other],
        });
        expect(() => tagsOf(junitReport(sampleAudit({ verdicts: [verdict], service: one })))).not.toThrow();
      }),
    );
  });

  test("the reader of this test does refuse what is not well formed", () => {
    for (const text of ["<a>", "<a></b>", "<a x='1'/>", "<a>&</a>", '<a x="<"/>', "<a>\u0000</a>"])
      expect(() => tagsOf(text)).toThrow();
  });
});
