import { readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";

/** Export name of a control, from its id. */
export function exportName(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Files of controls below a folder, sorted, tests left out. */
export function controlFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && basename(file) !== "index.ts")
    .map((file) => relative(folder, join(folder, file)))
    .toSorted();
}

/** Text of `controls/index.ts`: one sorted, explicit list. */
export function registryText(files: readonly string[]): string {
  const names = files.map((file) => exportName(basename(file, ".ts")));
  return [
    "// Made by `npm run generate`; a control is added by adding its file.",
    'import type { AnyControl } from "@secondlock/model";',
    ...files.map((file, index) => `import { ${names[index] ?? ""} } from "./${file}";`),
    "",
    "export const controls: readonly AnyControl[] = [",
    ...names.map((name) => `  ${name},`),
    "];",
    "",
  ].join("\n");
}
