import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { programOf } from "./run-program.ts";

const root = mkdtempSync(join(tmpdir(), "secondlock-program-"));
const at = (...names: readonly string[]): string => join(root, ...names);
beforeAll(() => {
  for (const folder of ["first", "second", "loop"]) mkdirSync(at(folder));
  for (const name of ["first/plain", "second/tool", "second/plain"]) writeFileSync(at(name), "#!/bin/sh\n");
  for (const name of ["second/tool", "second/plain"]) chmodSync(at(name), 0o755);
  // whoever looks at it gets ELOOP, as another user gets EACCES from a folder of root's
  symlinkSync(at("loop/tool"), at("loop/tool"));
  mkdirSync(at("first/tool"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const path = ["loop", "nowhere", "first", "second"].map((folder) => at(folder)).join(":");

it.each([
  ["behind folders that cannot be looked into, and one of its name", "tool", () => at("second/tool")],
  ["behind a file of its name that cannot be started", "plain", () => at("second/plain")],
  ["that is nowhere", "other", () => 127],
])("a program %s", (_, name, expected) => expect(programOf(name, path)).toBe(expected()));

it("a path is taken as it is", () => {
  expect(programOf(at("second/tool"), "")).toBe(at("second/tool"));
  expect(programOf(at("first/plain"), path)).toBe(126);
  expect(programOf(at("loop/tool"), path)).toBe(127);
});
