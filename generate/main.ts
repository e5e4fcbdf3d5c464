import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { controlFiles, registryText } from "./registry.ts";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");

/** Writes a generated file, or with `--check` tells whether it is as it would be written. */
function settle(path: string, text: string): boolean {
  const file = join(root, path);
  const before = readOr(file, "");
  if (before === text) return true;
  if (!check) writeFileSync(file, text);
  return !check;
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}

const controlsFolder = join(root, "packages/catalogue/src/controls");
const stale = [["packages/catalogue/src/controls/index.ts", registryText(controlFiles(controlsFolder))] as const].filter(
  ([path, text]) => !settle(path, text),
);
if (stale.length > 0) {
  process.stderr.write(`generated files are out of date: ${stale.map(([path]) => path).join(", ")}\nhint: run npm run generate and commit the result\n`);
  process.exitCode = 1;
}
