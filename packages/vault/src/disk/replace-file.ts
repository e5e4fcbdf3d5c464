import { link, open, rename, rm } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { accept, type Outcome, refuse } from "../outcome.ts";

/**
 * Puts a file in the place of another, all of it or nothing, and on disk before this resolves. With its own rights from the first byte
 * on. Refuses with `not-written`; `detail` is the code of the system's error.
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  mode: number,
): Promise<Outcome<undefined, "not-written">> {
  const part = `${path}.${randomBytes(6).toString("hex")}.part`;
  try {
    const file = await open(part, "wx", mode);
    try {
      // the umask may have taken something off
      await file.chmod(mode);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
    await syncFolder(dirname(path));
    return accept(undefined);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    return refuse("not-written", (error as NodeJS.ErrnoException).code ?? "unknown");
  }
}

/**
 * Makes a file that is not there yet, all of it or nothing, and on disk before this resolves. Of several who make it at once, one does.
 * Refuses with `exists`, and with `not-written`; `detail` is the code of the system's error.
 */
export async function createFile(
  path: string,
  content: string | Uint8Array,
  mode: number,
): Promise<Outcome<undefined, "exists" | "not-written">> {
  const whole = `${path}.${randomBytes(6).toString("hex")}.whole`;
  const written = await replaceFile(whole, content, mode);
  if (!written.ok) return written;
  try {
    await link(whole, path);
    return accept(undefined);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    return code === "EEXIST" ? refuse("exists", path) : refuse("not-written", code);
  } finally {
    await rm(whole, { force: true });
    await syncFolder(dirname(path));
  }
}

/** What was renamed or removed in a folder stays so. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
