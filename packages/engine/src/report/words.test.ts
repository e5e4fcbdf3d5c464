import { expect, test } from "vitest";
import { dayAndTime } from "./words.ts";

test("a day and a time are told in UTC, from a text or a date", () => {
  expect(dayAndTime("2026-11-21T04:10:59.120Z")).toBe("21 Nov 2026 04:10 UTC");
  expect(dayAndTime(new Date(Date.UTC(2027, 0, 2, 23, 5)))).toBe("2 Jan 2027 23:05 UTC");
});

test("what is no time is told as it stands", () => {
  expect(dayAndTime("soon")).toBe("soon");
  expect(dayAndTime(new Date(Number.NaN))).toBe("an unknown time");
});
