import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { isBundled } from "./bundled.js";

/** A command with one source and a bundle of it. */
function packed() {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-bundled-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["bin", "dist", "src"]) mkdirSync(join(folder, name));
  const [bin, source, list] = [join(folder, "bin"), join(folder, "src/a.ts"), join(folder, "dist/run-sources.json")];
  writeFileSync(source, "export const a = 1;\n");
  const { size, mtimeMs } = statSync(source);
  writeFileSync(list, JSON.stringify({ "../src/a.ts": [size, mtimeMs] }));
  return { bin, source, list };
}

it("is used as long as its sources are those that it was made of", () => {
  const { bin } = packed();
  expect(isBundled(bin)).toBe(true);
});

it.each([
  ["another source", ({ source }) => writeFileSync(source, "export const a = 22;\n")],
  [
    "another of the same length",
    ({ source }) => (writeFileSync(source, "export const a = 2;\n"), utimesSync(source, 1, 1)),
  ],
  ["a source that is gone", ({ source }) => rmSync(source)],
  ["no list", ({ list }) => rmSync(list)],
  ["half a list", ({ list }) => writeFileSync(list, '{"../src/a.ts":[')],
] satisfies readonly (readonly [string, (of: ReturnType<typeof packed>) => void])[])(
  "is not used with %s",
  (_, change) => {
    const all = packed();
    change(all);
    expect(isBundled(all.bin)).toBe(false);
  },
);

it("is used without sources, as in a package that is installed", () => {
  const { bin, list } = packed();
  writeFileSync(list, "{}");
  expect(isBundled(bin)).toBe(true);
});
