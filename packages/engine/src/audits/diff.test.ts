import { describe, expect, test } from "vitest";
import { hostile } from "../report/fixtures/hostile.ts";
import { hugeAudit, sampleAudit, sampleVerdict } from "../report/fixtures/sample-audit.ts";
import { diffJson, diffReport } from "./diff-report.ts";
import { diffAudits, verdictDirection } from "./diff.ts";

const plain = { width: 100, colour: false };

describe("diffAudits", () => {
  const before = sampleAudit();
  const later = { started: "2026-11-22T04:10:05.000Z" };

  test("finds nothing between an audit and itself", () => {
    const diff = diffAudits(before, before);
    expect([diff.answers, diff.verdicts, ...Object.values(diff.targets)].flat()).toEqual([]);
    expect(diffReport(diff, plain)).toContain("Nothing turned");
  });

  test("tells better, worse, new and gone", () => {
    const place = { control: "tls-modern", target: "app-1" };
    const verdicts = before.verdicts
      .filter((verdict) => verdict.control !== "http-redirects")
      .map((verdict) => (verdict.control === "tls-modern" ? sampleVerdict("contradiction", place) : verdict))
      .map((verdict) =>
        verdict.control === "database-port-closed" && verdict.target === "db-1"
          ? { ...verdict, verdict: "proven" as const }
          : verdict,
      );
    const diff = diffAudits(
      before,
      sampleAudit({
        ...later,
        verdicts: [...verdicts, sampleVerdict("broken", { control: "new-one", target: "db-1" })],
      }),
    );
    const told = new Map(diff.verdicts.map((turn) => [turn.control, turn.direction]));
    expect(Object.fromEntries(told)).toEqual({
      "tls-modern": "worse",
      "database-port-closed": "better",
      "new-one": "new",
      "http-redirects": "gone",
    });
  });

  test("compares answers by what is proven", () => {
    const answers = before.answers.map((answer) => {
      if (answer.breach === "database-dumped")
        return {
          ...answer,
          answer: "one lock left" as const,
          bounds: { proven: "one lock left" as const, possible: "one lock left" as const },
        };
      if (answer.breach === "traffic-read")
        return { ...answer, answer: "not known" as const, bounds: { proven: "no" as const, possible: "yes" as const } };
      return answer;
    });
    expect(diffAudits(before, sampleAudit({ answers })).answers).toMatchObject([
      { breach: "database-dumped", direction: "better", before: "no", after: "one lock left" },
      { breach: "traffic-read", direction: "worse", before: "yes", after: "not known" },
    ]);
  });

  test("sums up targets that appear, vanish, or are lost", () => {
    const [app, db, backup] = before.targets;
    if (!app || !db || !backup) throw new Error("the sample has three targets");
    const after = sampleAudit({
      targets: [
        { ...app, state: "unreachable" },
        { ...backup, state: "read" },
        { ...db, id: "db-2" },
      ],
      verdicts: before.verdicts.filter((verdict) => verdict.target !== "db-1"),
    });
    const diff = diffAudits(before, after);
    expect(diff.targets).toEqual({ appeared: ["db-2"], vanished: ["db-1"], lost: ["app-1"], back: ["backup-1"] });
    expect(diff.verdicts).toEqual([]);
  });

  test("to lose sight is worse, and to see that it is broken is no comfort", () => {
    expect(verdictDirection("broken", "unknown")).toBe("worse");
    expect(verdictDirection("proven", "unknown")).toBe("worse");
    expect(verdictDirection("unknown", "broken")).toBe("worse");
    expect(verdictDirection("unknown", "claimed")).toBe("better");
    expect(verdictDirection("luck", "contradiction")).toBe("worse");
    expect(verdictDirection("broken", "not applicable")).toBe("changed");
    expect(verdictDirection("not seen yet", "unknown")).toBe("changed");
  });

  test("the report puts worse first, is sanitised, and sums up a fleet", () => {
    const verdicts = before.verdicts.map((verdict) =>
      verdict.verdict === "proven"
        ? { ...verdict, title: hostile.ansi, verdict: "broken" as const }
        : { ...verdict, verdict: "proven" as const },
    );
    const report = diffReport(diffAudits(before, sampleAudit({ ...later, verdicts })), plain);
    expect(report.indexOf("- worse")).toBeLessThan(report.indexOf("+ better"));
    expect(report).toContain("proven → broken");
    expect(report).not.toContain("\u001b");
    const fleet = diffAudits(hugeAudit(1_000), {
      ...hugeAudit(1_000),
      verdicts: hugeAudit(1_000).verdicts.map((verdict) => ({ ...verdict, verdict: "proven" as const })),
    });
    expect(diffReport(fleet, plain).split("\n").length).toBeLessThan(80);
    expect(JSON.parse(diffJson(fleet)).schema).toBe("secondlock-diff/1");
  });
});
