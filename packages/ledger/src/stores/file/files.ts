import { hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import type { TornTail } from "../../store.ts";
import { modes } from "./layout.ts";

/** A name in a folder is durable only when the folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file is there with all of its content, or as it was before. */
export async function replaceFile(
  path: string,
  content: AsyncIterable<string> | Iterable<string | Buffer>,
): Promise<void> {
  const part = `${path}.part`;
  try {
    await rm(part, { force: true });
    // a new one, not what somebody laid there: O_EXCL follows no link
    const handle = await open(part, "wx", modes.file);
    try {
      for await (const part of content) await writeAll(handle, typeof part === "string" ? Buffer.from(part) : part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes a compressed copy beside a segment, and removes the segment when that is durable. */
export async function packFile(path: string, packed: string): Promise<void> {
  const part = `${packed}.part`;
  try {
    await rm(part, { force: true });
    await pipeline(
      createReadStream(path),
      createZstdCompress(),
      createWriteStream(part, { flags: "wx", mode: modes.file, flush: true }),
    );
    await rename(part, packed);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  await rm(path);
  await syncFolder(dirname(path));
}

export async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
}

/**
 * How much of a torn tail may be kept in clear: private values begin behind `,"opened":`, which JSON cannot hold inside of
 * a string, and what comes behind a hole may be anything.
 */
function publicLength(bytes: Buffer): number {
  const hole = bytes.indexOf(0);
  const behind = hole === -1 ? -1 : bytes.subarray(hole).findIndex((byte) => byte !== 0);
  const ends = [bytes.indexOf(',"opened":'), behind === -1 ? -1 : hole + behind].filter((end) => end !== -1);
  return Math.min(bytes.length, ...ends);
}

/** Moves the public part of what comes after the last whole line into a file of its own. Both are durable before anything is appended. */
export async function setAside(
  path: string,
  { from, to, seq }: { readonly from: number; readonly to: number; readonly seq: number },
): Promise<TornTail> {
  const handle = await open(path, "r+");
  try {
    const bytes = Buffer.alloc(to - from);
    await handle.read(bytes, 0, bytes.length, from);
    const sha256 = hash("sha256", bytes, "hex");
    const kept = `torn-${String(seq).padStart(16, "0")}-${sha256.slice(0, 16)}`;
    await replaceFile(`${dirname(path)}/${kept}`, [bytes.subarray(0, publicLength(bytes))]);
    await handle.truncate(from);
    await handle.sync();
    return { seq, bytes: bytes.length, sha256, kept };
  } finally {
    await handle.close();
  }
}
