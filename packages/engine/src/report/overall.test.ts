import { describe, expect, test } from "vitest";
import { passingAudit, sampleAudit } from "./fixtures/sample-audit.ts";
import { overall } from "./overall.ts";

describe("an overall pass", () => {
  test("is given when every answer is yes, every control proven and every part seen", () => {
    expect(overall(passingAudit())).toMatchObject({ pass: true });
  });

  test.each([
    [
      "a part of the product does not look yet",
      { coverage: { ...passingAudit().coverage, notSeenYet: ["backups are encrypted"] } },
      /backups are encrypted is not seen yet/,
    ],
    [
      "many parts do not look yet",
      { coverage: { ...passingAudit().coverage, notSeenYet: ["a", "b", "c", "d"] } },
      /4 parts are not seen yet/,
    ],
    ["a target could not be read", { targets: sampleAudit().targets }, /could not be read/],
    ["nothing was audited", { targets: [] }, /no target was audited/],
    ["no question was answered", { answers: [] }, /no question was answered/],
  ])("is refused while %s (R268)", (_name, change, reason) => {
    const { pass, text } = overall({ ...passingAudit(), ...change });
    expect(pass).toBe(false);
    expect(text).toMatch(reason);
  });
});
