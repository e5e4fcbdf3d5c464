import { expect, test } from "vitest";
import { rotationDue } from "./rotation-due.ts";

const service = {
  secrets: {
    ".env.sealed": { rotate: { A: { every: "90d" }, B: { every: "1d" }, C: {} } },
    "web/.env.sealed": { rotate: { A: { every: "10d" } } },
    API_KEY: null,
  },
};
const due = (day: string, today: string, name = "A", file = ".env.sealed"): string =>
  rotationDue(service, [{ file, name, day }], today)
    .map(({ state, days, until }) => `${state} ${days} ${until}`)
    .join();

test.each([
  ["young", "2026-11-22", "2026-11-22", ""],
  ["fifteen days ahead", "2026-11-22", "2027-02-05", ""],
  ["fourteen days ahead", "2026-11-22", "2027-02-06", "due 14 2027-02-20"],
  ["on its last day", "2026-11-22", "2027-02-20", "due 0 2027-02-20"],
  ["the day after", "2026-11-22", "2027-02-21", "overdue -1 2027-02-20"],
  ["over the end of a February with 29 days", "2027-12-01", "2028-03-01", "overdue -1 2028-02-29"],
  ["set tomorrow, by a clock that is ahead", "2026-11-23", "2026-11-22", ""],
])("a value that is %s", (_, day, today, expected) => expect(due(day, today)).toBe(expected));

test("the same name in another file has its own age, and what has no limit is never due", () => {
  expect(due("2026-11-01", "2026-11-22", "A", "web/.env.sealed")).toBe("overdue -11 2026-11-11");
  for (const [name, file] of [
    ["C", ".env.sealed"],
    ["D", ".env.sealed"],
    ["API_KEY", ".env.sealed"],
    ["A", "other.sealed"],
  ] as const)
    expect(due("2001-01-01", "2026-11-22", name, file)).toBe("");
});

test("what has waited longest comes first", () => {
  const ages = [
    { file: ".env.sealed", name: "A", day: "2026-08-20" },
    { file: ".env.sealed", name: "B", day: "2026-11-10" },
    { file: "web/.env.sealed", name: "A", day: "2026-11-05" },
  ];
  expect(rotationDue(service, ages, "2026-11-22").map(({ file, name }) => `${file} ${name}`)).toEqual([
    ".env.sealed B",
    "web/.env.sealed A",
    ".env.sealed A",
  ]);
});
