import { describe, expect, it } from "vitest";
import { isHour, isOpen, isZone, type Window } from "./window.ts";

const office: Window = { days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00", zone: "Europe/Vienna" };
const night: Window = { days: [6], from: "22:00", to: "04:00", zone: "UTC" };
const whole: Window = { days: [3], from: "00:00", to: "00:00", zone: "UTC" };

describe("a window", () => {
  it.each([
    ["Monday, the first minute", office, "2026-11-23T07:00:00Z", true],
    ["a second before", office, "2026-11-23T06:59:59Z", false],
    ["the last second", office, "2026-11-23T16:59:59Z", true],
    ["its end", office, "2026-11-23T17:00:00Z", false],
    ["a Saturday", office, "2026-11-21T10:00:00Z", false],
    ["Monday in summer, an hour earlier by UTC", office, "2026-07-20T06:00:00Z", true],
    ["Monday there, Sunday by UTC", { ...office, from: "00:00", zone: "Asia/Tokyo" }, "2026-11-22T15:30:00Z", true],
    ["Saturday night", night, "2026-11-21T23:00:00Z", true],
    ["the morning after, which is a Sunday", night, "2026-11-22T03:59:00Z", true],
    ["its end on Sunday", night, "2026-11-22T04:00:00Z", false],
    ["the morning before", night, "2026-11-21T03:00:00Z", false],
    ["Sunday night", night, "2026-11-22T23:00:00Z", false],
    ["all of a Wednesday, at midnight", whole, "2026-11-25T00:00:00Z", true],
    ["all of a Wednesday, its last second", whole, "2026-11-25T23:59:59Z", true],
    ["Thursday, after a whole Wednesday", whole, "2026-11-26T00:00:00Z", false],
    [
      "the hour that does not exist in spring is passed over",
      { ...office, days: [7], from: "01:59", to: "03:01" },
      "2026-03-29T01:00:30Z",
      true,
    ],
  ])("%s", (_, window, at, open) => expect(isOpen([window], new Date(at))).toBe(open));

  it("is one of several; without any it is always open", () => {
    expect(isOpen([office, night], new Date("2026-11-21T23:00:00Z"))).toBe(true);
    expect(isOpen([], new Date("2026-11-21T23:00:00Z"))).toBe(true);
  });
});

it.each([
  ["Europe/Vienna", true],
  ["UTC", true],
  ["Nowhere/City", false],
  ["", false],
  [undefined, false],
])("zone %j: %s", (name, real) => expect(isZone(name)).toBe(real));
it.each([
  ["00:00", true],
  ["23:59", true],
  ["24:00", false],
  ["8:00", false],
  ["08:60", false],
  [800, false],
])("hour %j: %s", (text, real) => expect(isHour(text)).toBe(real));
