import { describe, expect, it } from "vitest";
import { type Cover, coveragePage, falseClaims } from "./coverage.ts";

const requirement = (id: string): { id: string; title: string; source: string } => ({
  id,
  title: `title of ${id}`,
  source: "001",
});
const themes = [{ theme: "Accounts", items: [requirement("R001"), requirement("R002"), requirement("R003")] }];
const covers: readonly Cover[] = [
  { kind: "control", id: "a-control", covers: ["R001"], test: "a.test.ts" },
  { kind: "ways", id: "some-ways", covers: ["R001", "R002"], test: "w.test.ts" },
];

describe("the coverage page", () => {
  it("tells what is looked at from what is only asked, and from what is open", () => {
    const page = coveragePage(themes, covers);
    expect(page).toContain("1 of 3 are covered; 1 more are asked in the answers and not looked at yet; 1 are open.");
    expect(page).toMatch(/\| R001 \|.*\| covered \| control: a-control; ways: some-ways \|/);
    expect(page).toMatch(/\| R002 \|.*\| asked \|/);
    expect(page).toMatch(/\| R003 \|.*\| open \|/);
  });

  it("refuses a claim without a test, and one on a requirement that does not exist", () => {
    const known = new Set(["R001"]);
    expect(falseClaims(covers, known, (path) => path === "a.test.ts")).toEqual([
      "ways some-ways claims R002, which does not exist",
      "ways some-ways claims R001, R002 without a test: w.test.ts is not there",
    ]);
  });
});
