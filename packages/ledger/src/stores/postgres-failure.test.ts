import { expect, test } from "vitest";
import { failureOf } from "./postgres-failure.ts";

test.each([
  ["25006", "read-only"],
  ["42501", "read-only"],
  ["53100", "full"],
  ["55P03", "busy"],
  ["57014", "busy"],
  ["57P01", "unavailable"],
  ["08006", "unavailable"],
  ["ECONNREFUSED", "unavailable"],
  ["EPIPE", "unavailable"],
  ["23514", "failed"],
])("%s is %s", (code, reason) => {
  expect(failureOf(Object.assign(new Error("no"), { code }))).toEqual({ ok: false, reason, detail: code });
});

test("no answer at all is unavailable, and a bug is no failure", () => {
  expect(failureOf(new Error("Connection terminated"))).toMatchObject({ reason: "unavailable", detail: "no answer" });
  const bug = new RangeError("a bug");
  expect(() => failureOf(bug)).toThrow(bug);
});
