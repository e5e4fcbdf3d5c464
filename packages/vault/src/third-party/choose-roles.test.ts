import { describe, expect, it } from "vitest";
import { must } from "../testing/shop.ts";
import { chooseRoles } from "./postgres-roles.ts";

const role = (name: string, usable: boolean, mark = "") => ({ role: name, usable, mark, sessions: 0 });
const on = true;
const off = false;

describe("which role takes over", () => {
  it.each([
    ["before the first rotation, the one that is locked", role("a", on), role("b", off), "M", "a>b"],
    ["also where it is the first of the two", role("a", off), role("b", on), "M", "b>a"],
    ["later, the one whose password is not in the file", role("a", off, "L"), role("b", on, "M"), "M", "b>a"],
    [
      "after the file was sealed anew, so that no box is as it was",
      role("a", off, "L"),
      role("b", on, "M"),
      "N",
      "b>a",
    ],
    ["for a name that is not in the file yet", role("a", on), role("b", off), undefined, "a>b"],
  ])("%s", (_, a, b, current, expected) => {
    const [from, to] = must(chooseRoles([a, b], current));
    expect(`${from.role}>${to.role}`).toBe(expected);
  });

  it.each([
    ["both log in, and nobody knows which is used", role("a", on), role("b", on), "M", "both-usable", "b"],
    ["both log in: a rotation is under way elsewhere", role("a", on, "M"), role("b", on, "L"), "M", "both-usable", "b"],
    ["both log in, and it is the second that is used", role("a", on, "L"), role("b", on, "M"), "M", "both-usable", "a"],
    ["the file holds the one that was locked", role("a", off, "M"), role("b", on, "L"), "M", "stale-file", "a"],
    ["neither logs in", role("a", off, "L"), role("b", off), "M", "none-usable", undefined],
  ])("nobody, where %s", (_, a, b, current, reason, detail) => {
    expect(chooseRoles([a, b], current)).toEqual({ ok: false, reason, ...(detail === undefined ? {} : { detail }) });
  });
});
