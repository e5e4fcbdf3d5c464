import { expect, test } from "vitest";
import { editedText } from "./edited-text.ts";

test("files that were changed by hand stand in the way, unless they may be written over", () => {
  expect(editedText([], false)).toBeUndefined();
  expect(editedText(["/etc/a"], true)).toBeUndefined();
  expect(editedText(["/etc/a", "/etc/b"], false)).toBe("changed by hand since Secondlock wrote it: /etc/a, /etc/b");
});

test("of many the first are named, and how many more there are", () => {
  const paths = ["a", "b", "c", "d", "e", "f", "g"];
  expect(editedText(paths, false)).toMatch(/: a, b, c, d, e and 2 more$/);
  expect(editedText(paths.slice(0, 5), false)).toMatch(/: a, b, c, d, e$/);
});
