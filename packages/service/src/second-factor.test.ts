import { expect, test } from "vitest";
import { parseService } from "./load.ts";
import { wantedOf } from "./wanted.ts";

const due = (text: string, today: string): boolean | undefined => {
  const read = parseService(`service: s\nhosts: { a: { ssh: x@a } }\n${text}`, "f");
  if (!read.ok) throw new Error(read.problems.map(({ what }) => what).join("\n"));
  return wantedOf(read.value, today).hosts[0]?.secondFactorDue;
};

test("the second factor is due from its day on; without a day nothing is said", () => {
  const text = "second_factor: { required_from: 2027-01-31 }\n";
  expect([due(text, "2027-01-30"), due(text, "2027-01-31"), due("", "2027-01-31")]).toEqual([false, true, undefined]);
  expect(() => due("second_factor: { required_from: soon }\n", "2027-01-31")).toThrow(/soon/);
});
