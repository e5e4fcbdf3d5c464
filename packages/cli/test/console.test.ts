import { expect, it } from "vitest";
import { asCalled } from "../src/console.ts";
import { buildProgram } from "../src/program.ts";

const commands = buildProgram(() => undefined).commands.map((command) => command.name());

it.each([
  [
    "by npm run audit",
    "read secondlock explain a-b",
    { npm_lifecycle_event: "audit" },
    "read npm run secondlock -- explain a-b",
  ],
  ["as the command itself", "read secondlock explain a-b", {}, "read secondlock explain a-b"],
  [
    "by another script of npm",
    "read secondlock explain a-b",
    { npm_lifecycle_event: "test" },
    "read secondlock explain a-b",
  ],
  ["by npm, for the name alone", "secondlock: an error", { npm_lifecycle_event: "audit" }, "secondlock: an error"],
  ["by npm, for JSON", '{"hint":"secondlock audit"}', { npm_lifecycle_event: "audit" }, '{"hint":"secondlock audit"}'],
])("started %s, what is printed can be typed", (_name, text, env, expected) => {
  expect(asCalled(text, env)).toBe(expected);
});

it.each(commands.filter((name) => name !== "completion"))("started by npm, a hint to run %s can be typed", (name) => {
  const hint = `hint: secondlock ${name} app-1`;
  expect(asCalled(hint, { npm_lifecycle_event: "secondlock" })).toBe(`hint: npm run secondlock -- ${name} app-1`);
});
