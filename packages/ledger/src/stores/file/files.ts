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
    const handle = await open(part, "w", modes.file);
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
    await pipeline(
      createReadStream(path),
      createZstdCompress(),
      createWriteStream(part, { mode: modes.file, flush: true }),
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

/** Moves what comes after the last whole line into a file of its own. Both are durable before anything is appended. */
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
    await replaceFile(`${dirname(path)}/${kept}`, [bytes]);
    await handle.truncate(from);
    await handle.sync();
    return { seq, bytes: bytes.length, sha256, kept };
  } finally {
    await handle.close();
  }
}
