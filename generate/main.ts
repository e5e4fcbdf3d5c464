import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { controlFiles, registryText } from "./registry.ts";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
const stale: string[] = [];

/** Writes a generated file, or with `--check` notes that it is not as it would be written. */
function settle(path: string, text: string): void {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  if (check) {
    stale.push(path);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

// the list of controls comes first: everything else is made from it
const files = controlFiles(join(root, "packages/catalogue/src/controls"));
settle("packages/catalogue/src/controls/index.ts", registryText(files));

const { pages, falseClaimsOf } = await import("./pages.ts");
const claims = falseClaimsOf(root, files);
for (const claim of claims) process.stderr.write(`${claim}\n`);
for (const [path, text] of pages(files)) settle(path, text);

if (stale.length > 0)
  process.stderr.write(
    `generated files are out of date: ${stale.join(", ")}\nhint: run npm run generate and commit the result\n`,
  );
if (stale.length > 0 || claims.length > 0) process.exitCode = 1;
