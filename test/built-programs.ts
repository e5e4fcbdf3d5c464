import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown, type Plugin } from "rolldown";

const root = join(import.meta.dirname, "..");

/** What tests start hundreds of times, and half of such a start is to find and read its sources. */
const sources = {
  secondlock: join(root, "packages/cli/bin/secondlock.js"),
  "change-program": join(root, "lab/test/change-program.ts"),
};

/** A program that reads a file beside its source finds it there. */
const readsBesideItsSource: Plugin = {
  name: "reads-beside-its-source",
  transform: (code, id) =>
    code
      .replaceAll("import.meta.dirname", JSON.stringify(dirname(id)))
      .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href)),
};

/** Makes a few files of each program's many, in a new folder below that of temporary files. */
async function build(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-built-"));
  await using bundle = await rolldown({ input: sources, platform: "node", plugins: [readsBesideItsSource] });
  await bundle.write({ dir: folder, format: "esm" });
  // a test runs the command as nobody
  chmodSync(folder, 0o755);
  return folder;
}

/** For vitest, where the programs are built before the first test. */
export async function setup(): Promise<() => void> {
  const folder = await build();
  const { XDG_CACHE_HOME: cache } = process.env;
  process.env["SECONDLOCK_BUILT"] = folder;
  // what Node makes of them is of use to this run alone
  process.env["XDG_CACHE_HOME"] = join(folder, "cache");
  return () => {
    delete process.env["SECONDLOCK_BUILT"];
    if (cache === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cache;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The command for tests of a run that has a folder of its own, built by the first that asks. Not for `run`, which has a bundle. */
export async function builtCommand(): Promise<string> {
  const place = join(tmpdir(), "built");
  if (!existsSync(place)) {
    const folder = await build();
    try {
      renameSync(folder, place);
    } catch {
      // another worker was first
      rmSync(folder, { recursive: true });
    }
  }
  return join(place, "secondlock.js");
}
