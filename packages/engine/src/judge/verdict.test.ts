import { expect, it } from "vitest";
import { rank, verdictOf } from "./verdict.ts";

// the glossary's table, cell by cell
it.each([
  ["holds", "refused", "proven"],
  ["holds", "succeeded", "contradiction"],
  ["holds", "inconclusive", "claimed"],
  ["holds", "not attempted", "claimed"],
  ["broken", "refused", "luck"],
  ["broken", "succeeded", "broken"],
  ["broken", "inconclusive", "broken"],
  ["broken", "not attempted", "broken"],
  ["unreadable", "refused", "unknown"],
  ["unreadable", "succeeded", "broken"],
  ["unreadable", "inconclusive", "unknown"],
  ["unreadable", "not attempted", "unknown"],
  ["not applicable", "not attempted", "not applicable"],
] as const)("inside %s, outside %s: %s", (inside, outside, verdict) => {
  expect(verdictOf(inside, outside)).toBe(verdict);
});

it("ranks a contradiction as the worst and unknown below claimed", () => {
  expect(rank("contradiction")).toBeLessThan(rank("broken"));
  expect(rank("unknown")).toBeLessThan(rank("claimed"));
  expect(rank("claimed")).toBeLessThan(rank("proven"));
});
