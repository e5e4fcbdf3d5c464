import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { bootOf } from "./boot.ts";

// attack 20: a confirmer that keeps keys of two files is not told that they are on one host
it("names a start of the host by another name for each file, and by the same one each time", () => {
  const [one, two] = [bootOf("A".repeat(22)), bootOf("B".repeat(22))];
  expect(one).toMatch(/^[\w-]{43}$/);
  expect(two).not.toBe(one);
  expect(bootOf("A".repeat(22))).toBe(one);
  const real = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  expect(Buffer.from(one, "base64url").toString("latin1")).not.toContain(real);
});
