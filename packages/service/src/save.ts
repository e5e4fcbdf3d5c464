import { randomBytes } from "node:crypto";
import { open, realpath, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readServiceText } from "./load.ts";
import type { Result } from "./problem.ts";
import { failure, placeless } from "./problem.ts";

export interface Saving {
  /** The text that the change was made from: when the file says something else by now, nothing is written. */
  readonly was?: string;
}

/**
 * Writes a service file so that a reader sees the old text or the new one, never a half: a new file beside it (same mode and owner),
 * fsync, rename, fsync of the directory. A symbolic link stays one. A new file gets mode 0644. The result is the path written.
 */
export async function saveService(path: string, text: string, { was }: Saving = {}): Promise<Result<string>> {
  let temporary: string | undefined;
  try {
    const target = await existing(path);
    const info = await stat(target).catch(() => undefined);
    if (info !== undefined && !info.isFile()) return failure(placeless(path, "is not a regular file", "name a file"));
    temporary = join(dirname(target), `.secondlock-${randomBytes(8).toString("hex")}.tmp`);
    await writeWhole(temporary, text, info);
    if (was !== undefined) {
      const now = await readServiceText(target);
      if (!now.ok) return now;
      if (now.value !== was)
        return failure(
          placeless(path, "has been changed by somebody else in the meantime", "look at the change, then try again"),
        );
    }
    await rename(temporary, target);
    temporary = undefined;
    await syncDirectory(dirname(target));
    return { ok: true, value: target };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown failure";
    return failure(placeless(path, `cannot be written (${code}); it is as it was`, hintFor(code)));
  } finally {
    if (temporary !== undefined) await unlink(temporary).catch(() => undefined);
  }
}

async function existing(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return path;
    throw error;
  }
}

async function writeWhole(
  path: string,
  text: string,
  like: { readonly mode: number; readonly uid: number; readonly gid: number } | undefined,
): Promise<void> {
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(text, "utf8");
    const made = await handle.stat();
    if (like !== undefined && (made.uid !== like.uid || made.gid !== like.gid)) await handle.chown(like.uid, like.gid);
    await handle.chmod(like === undefined ? 0o644 : like.mode & 0o7777);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the rename survive a power cut; file systems that cannot do it are left as they are. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

function hintFor(code: string): string {
  if (code === "ENOSPC" || code === "EDQUOT") return "make room on the disk";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return "check the owner and mode of the file and of its directory";
  return code === "ENOENT" ? "make the directory first" : "check the path";
}
