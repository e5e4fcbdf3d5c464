import { expect, it } from "vitest";
import type { Ran } from "../targets/target.ts";
import { lockHolder } from "./packages.ts";

const ended = (stderr: string): Ran => ({ state: "ended", stdout: Buffer.alloc(0), stderr, status: 1, cut: false });
const waits =
  "Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 48 (apt)...\n";
const gaveUp =
  "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?\n";

it.each([
  ["apt gave up, and had said who", waits + waits + gaveUp, "apt (process 48)"],
  ["apt gave up at once", gaveUp, "it is not known which"],
  ["apt waited, got it, and failed otherwise", `${waits}E: Unable to locate package aide\n`, undefined],
  ["apt did not meet it", "", undefined],
])("who holds dpkg's lock: %s", (_name, stderr, holder) => {
  expect(lockHolder(ended(stderr))).toBe(holder);
});

it("is not known to hold it where nothing ran", () => {
  expect(lockHolder({ state: "failed", because: "the connection is lost", hint: "" })).toBeUndefined();
});
