import { type FileHandle, open } from "node:fs/promises";
import { codeOf } from "./system-error.ts";

/** A name in a folder is durable only when the folder is. */
export function syncFolder(folder: string): Promise<void> {
  return opened(folder, (handle) => handle.sync());
}

/** What others wrote. fdatasync(2) takes a file that is open for reading only. */
export function syncFile(path: string): Promise<void> {
  return opened(path, (handle) => handle.datasync());
}

/** For those who only read: on a file system that cannot be written to there is nothing to wait for. */
export function passReadOnly(error: unknown): void {
  if (!["EROFS", "EINVAL"].includes(codeOf(error))) throw error;
}

async function opened(path: string, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(path, "r");
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}
