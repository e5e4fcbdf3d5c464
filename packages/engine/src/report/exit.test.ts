import { describe, expect, test } from "vitest";
import { exitCode, failures, parseFailOn } from "./exit.ts";
import { passingAudit, sampleAudit, sampleVerdict } from "./fixtures/sample-audit.ts";

const fine = passingAudit();
const place = { control: "c", target: "app-1" };
const live = { until: "2027-03-31", reason: "r", expired: false };
const expired = { until: "2026-01-01", reason: "r", expired: true };

describe("parseFailOn", () => {
  test("takes a list, once each, or none", () => {
    expect(parseFailOn("broken, answer:no,BROKEN")).toEqual({ ok: true, failOn: ["broken", "answer:no"] });
    expect(parseFailOn("none")).toEqual({ ok: true, failOn: [] });
  });

  test.each(["", "brokn", "none,broken", "broken,,unknown", "answer:yes"])("refuses %j with a hint", (text) => {
    expect(parseFailOn(text)).toMatchObject({ ok: false, hint: expect.stringContaining("answer:no") });
  });
});

describe("exitCode", () => {
  test("0 when all is well or nothing is asked for", () => {
    expect(exitCode(fine, ["broken", "contradiction", "unknown", "answer:no"])).toBe(0);
    expect(exitCode({ ...sampleAudit(), targets: fine.targets }, [])).toBe(0);
  });

  test.each([
    ["broken", "broken", 1],
    ["broken", "luck", 1],
    ["broken", "contradiction", 1],
    ["broken", "unknown", 0],
    ["broken", "claimed", 0],
    ["contradiction", "contradiction", 1],
    ["contradiction", "broken", 0],
    ["unknown", "unknown", 1],
    ["unknown", "not seen yet", 0],
  ] as const)("--fail-on %s with a verdict %s gives %d", (condition, verdict, code) => {
    expect(exitCode({ ...fine, verdicts: [sampleVerdict(verdict, place)] }, [condition])).toBe(code);
  });

  test("answer:no looks at answers only", () => {
    expect(exitCode({ ...fine, answers: sampleAudit().answers }, ["answer:no"])).toBe(1);
    expect(
      exitCode({ ...fine, answers: sampleAudit().answers.filter((answer) => answer.answer !== "no") }, ["answer:no"]),
    ).toBe(0);
  });

  test("a live exception does not fail, an expired one does unless the control is proven", () => {
    const withException = (verdict: Parameters<typeof sampleVerdict>[0], exception: typeof live): typeof fine => ({
      ...fine,
      verdicts: [sampleVerdict(verdict, { ...place, exception })],
    });
    expect(exitCode(withException("broken", live), ["broken"])).toBe(0);
    expect(exitCode(withException("broken", expired), ["broken"])).toBe(1);
    expect(exitCode(withException("unknown", expired), ["broken"])).toBe(1);
    expect(exitCode(withException("proven", expired), ["broken"])).toBe(0);
  });

  test("3 when a target was read only in part: the connection went half-way", () => {
    const [target] = sampleAudit().targets.filter(({ state }) => state === "read");
    if (!target) throw new Error("the sample has no target that was read");
    expect(exitCode({ ...fine, targets: [target] }, [])).toBe(0);
    expect(exitCode({ ...fine, targets: [{ ...target, because: "the connection is lost" }] }, [])).toBe(3);
  });

  test("3 when a target could not be read, and 1 goes before 3", () => {
    const down = { ...fine, targets: sampleAudit().targets };
    expect(exitCode(down, [])).toBe(3);
    expect(exitCode(down, ["broken"])).toBe(3);
    expect(exitCode({ ...down, verdicts: [sampleVerdict("broken", place)] }, ["broken"])).toBe(1);
  });

  test("since a previous audit only what is new counts", () => {
    const before = { ...fine, verdicts: [sampleVerdict("broken", place)] };
    const after = {
      ...fine,
      verdicts: [sampleVerdict("broken", place), sampleVerdict("broken", { ...place, control: "d" })],
    };
    expect(exitCode(before, ["broken"], before)).toBe(0);
    expect(exitCode(after, ["broken"], before)).toBe(1);
    expect(failures(after, ["broken"], before).verdicts.map((verdict) => verdict.control)).toEqual(["d"]);
  });
});
