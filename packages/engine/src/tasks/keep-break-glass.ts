import { randomBytes } from "node:crypto";
import { lstat, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Kept } from "./kept-audits.ts";

const directoryName = join(".secondlock", "break-glass");

/** Keeps the text for a host below the folder of the service file, readable by its owner only. A full disk is told. */
export async function keepBreakGlass(folder: string, host: string, text: string): Promise<Kept<string>> {
  const directory = join(folder, directoryName);
  const path = join(directory, `${host}.txt`);
  const temporary = join(directory, `.${randomBytes(6).toString("hex")}.part`);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    // a repository may bring along a link to somewhere else
    for (const one of [dirname(directory), directory])
      if ((await lstat(one)).isSymbolicLink()) throw new Error(`${one} is a symbolic link`);
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    return { ok: true, value: path };
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const because = error instanceof Error ? error.message : "no reason given";
    return {
      ok: false,
      because: `the text could not be kept in ${directoryName}: ${because}`,
      hint: "copy it from here",
    };
  }
}
