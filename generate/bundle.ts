import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { rolldown } from "rolldown";

const cli = join(import.meta.dirname, "../packages/cli");

/**
 * Makes one file of all that `secondlock run` loads, and the list of its sources by which the command sees whether it is still that:
 * path from the folder of the command, bytes, milliseconds of the last change.
 */
export async function bundleRun(into: string): Promise<void> {
  const build = await rolldown({ input: join(cli, "src/run-line.ts"), platform: "node", external: /^node:/ });
  const { output } = await build.generate({ format: "esm", codeSplitting: false });
  await build.close();
  const [{ code, moduleIds }] = output;
  const sources = moduleIds.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? [] : [[relative(join(cli, "bin"), path), [found.size, found.mtimeMs]] as const];
  });
  mkdirSync(into, { recursive: true });
  // the list last: without it the file is not used
  for (const [name, text] of [
    ["run.js", code],
    ["run-sources.json", `${JSON.stringify(Object.fromEntries(sources))}\n`],
  ] as const) {
    writeFileSync(join(into, `${name}.part`), text);
    renameSync(join(into, `${name}.part`), join(into, name));
  }
}

if (import.meta.main) await bundleRun(process.argv[2] ?? join(cli, "dist"));
