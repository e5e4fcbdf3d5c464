import { lstat, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile, syncFolder } from "../disk/replace-file.ts";
import { codeOf } from "../keys/host-folder.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/**
 * Puts a finished file in the place of another, which is kept under a third name. At no time is there none under its name. Refuses with
 * `file-exists` where the third is taken, and with `not-written`.
 */
export async function replaceKept(
  finished: string,
  path: string,
  kept: string,
): Promise<Outcome<undefined, "file-exists" | "not-written">> {
  if (await lstat(kept).catch(() => undefined)) return refuse("file-exists", kept);
  try {
    const copied = await replaceFile(kept, await readFile(path), 0o644);
    if (!copied.ok) return copied;
    await rename(finished, path);
    await syncFolder(dirname(path));
    return accept(undefined);
  } catch (error) {
    return refuse("not-written", codeOf(error));
  }
}
