import { expect, it } from "vitest";
import { targetText } from "./target-text.ts";

const target = {
  id: "app-1",
  role: "app",
  reached: "ssh app-1",
  system: "Debian",
  state: "read",
  asRoot: true,
  seconds: 1.04,
} as const;

it.each([
  [{}, "as root, 1.0 s"],
  [{ asRoot: false }, "without root, so part of it stays unseen, 1.0 s"],
  [
    { asRoot: false, withoutRoot: "sudo does not take the password" },
    "without root (sudo does not take the password), so part of it stays unseen, 1.0 s",
  ],
  [{ because: "the connection is lost" }, "as root, 1.0 s, only a part of it could be read: the connection is lost"],
  [{ clockAhead: 864_000 }, "as root, 1.0 s, its clock is 10 days ahead of this machine's"],
  [{ clockAhead: -7_300 }, "as root, 1.0 s, its clock is 2 hours behind this machine's"],
  [{ clockAhead: 61 }, "as root, 1.0 s, its clock is 1 minute ahead of this machine's"],
  [{ state: "unreachable", because: "the port is closed" }, "could not be read: the port is closed"],
] as const)("%j: %s", (some, text) => {
  expect(targetText({ ...target, ...some })).toBe(text);
});
