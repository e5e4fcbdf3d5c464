import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { longest } from "./longest-first.ts";

it.each(longest)("%s is a file of the lab: one that was renamed would begin last", (name) => {
  expect(existsSync(join(import.meta.dirname, `../lab/test/${name}.test.ts`))).toBe(true);
});
