import { expect, it } from "vitest";
import { excerpt } from "./excerpt.ts";

const settings = Array.from({ length: 100 }, (_, index) => `keyword${index} value`).join("\n");

it("keeps a short output whole", () => expect(excerpt("a\nb\n", "anything", 100)).toBe("a\nb"));
it("keeps the lines that the reason speaks of", () =>
  expect(excerpt(`${settings}\npasswordauthentication yes`, "passwordauthentication yes", 100)).toBe(
    "passwordauthentication yes",
  ));
it("starts at the beginning when no line is told", () =>
  expect(excerpt(settings, "nothing", 100)).toMatch(/^keyword0 value\n/));
it("stays within the limit", () => expect(excerpt("x".repeat(10_000), "x", 600).length).toBeLessThanOrEqual(600));
it("does not take a part of a word for the word", () =>
  expect(
    excerpt(
      `nopasswordauthentication\n${settings}\nset PasswordAuthentication yes`,
      "passwordauthentication is on",
      100,
    ),
  ).toBe("set PasswordAuthentication yes"));
it("keeps the order of the lines, each once", () =>
  expect(excerpt(`second first\n${settings}\nfirst`, "first second", 100)).toBe("second first\nfirst"));
