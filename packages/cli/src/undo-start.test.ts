import { describe, expect, it } from "vitest";
import { undoStart } from "./undo-start.ts";

describe("where an undo begins", () => {
  it.each([
    ["20261121T161044Z-0a1b2c", "20261121T161044Z-0a1b2c"],
    ["2026-11-21", "20261121"],
    ["2026-11-21T16:10", "20261121T1610"],
    ["2026-11-21 16:10", "20261121T1610"],
    ["2026-11-21T16:10Z", "20261121T1610"],
    ["2026-11-21t16:10:44z", "20261121T161044"],
    ["20261121", "20261121"],
    ["20261121T10", "20261121T10"],
    ["20261121T161044Z", "20261121T161044"],
    ["2028-02-29", "20280229"],
  ])("%s", (text, start) => expect(undoStart(text)).toBe(start));

  it.each([
    ...["", "yesterday", "all", "2026", "2026-11", "21.11.2026", "2026-1121", "2026-02-30", "2026-13-01"],
    ...["2026-11-21T24:00", "2026-11-21T16:60", "2026-11-21T16:10+02:00", "20261121T161044Z-", "2026-11-21T", "-1"],
  ])("%j is neither a change nor a day", (text) => expect(undoStart(text)).toBeUndefined());

  it("of a day comes before each of its changes, and behind those of the day before", () => {
    const changes = ["20261120T235959Z-ffff", "20261121T000000Z-0000", "20261121T161044Z-0000"];
    const since = (text: string): number => changes.filter((id) => id >= (undoStart(text) ?? "")).length;
    expect(["2026-11-20", "2026-11-21", "2026-11-21T16:10", "2026-11-22"].map(since)).toEqual([3, 2, 1, 0]);
  });
});
