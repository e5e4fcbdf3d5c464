import { hash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, ftruncateSync, renameSync, rmSync, statSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import { failure, StoreError, type TornTail } from "../../store.ts";
import { refuseAnother, refuseChanged } from "./intruder.ts";
import { modes } from "./layout.ts";
import { syncFolder } from "./sync.ts";
import { codeOf } from "./system-error.ts";

/** The next content of a file: whole, on disk, and beside it. */
export interface Part {
  /** Puts it into the file's place for good; not when `refuse` throws, which is called right before. */
  take(refuse?: () => void): Promise<void>;
  drop(): Promise<void>;
}

type Content = AsyncIterable<string> | Iterable<string | Buffer>;

export async function writePart(path: string, content: Content): Promise<Part> {
  return await partOf(path, async (part) => {
    // a new one, not what somebody laid there: O_EXCL follows no link
    const handle = await open(part, "wx", modes.file);
    try {
      for await (const piece of content) await writeAll(handle, typeof piece === "string" ? Buffer.from(piece) : piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

/** A file is there with all of its content, or as it was before. */
export async function replaceFile(path: string, content: Content, refuse?: () => void): Promise<void> {
  await (await writePart(path, content)).take(refuse);
}

/** Makes a compressed copy beside a segment, and removes the segment when that is durable. */
export async function packFile(path: string, packed: string): Promise<void> {
  const refuse = refuseChanged(path);
  const copy = await partOf(packed, (part) =>
    pipeline(
      createReadStream(path),
      createZstdCompress(),
      createWriteStream(part, { flags: "wx", mode: modes.file, flush: true }),
    ),
  );
  await copy.take();
  try {
    refuse();
    rmSync(path);
  } catch (error) {
    // another rewrote it meanwhile, and the copy may hold what was redacted
    await rm(packed);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Under a name of its own: whoever writes in spite of the lock writes to another one. `sweep` finds it by its end. */
async function partOf(path: string, write: (part: string) => Promise<void>): Promise<Part> {
  const part = `${path}.${randomUUID()}.part`;
  const drop = (): Promise<void> => rm(part, { force: true });
  try {
    await write(part);
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    drop,
    async take(refuse) {
      try {
        refuse?.();
        renameSync(part, path);
      } catch (error) {
        await drop();
        throw error;
      }
      await syncFolder(dirname(path));
    },
  };
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

/**
 * Moves the public part of what comes after the last whole line into a file of its own. Both are durable before anything is
 * appended. What somebody still writes to, in spite of the lock, is no torn tail.
 */
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
    const refuse = (): void => refuseAnother(handle.fd, path, to);
    const aside = join(dirname(path), kept);
    await replaceFile(aside, [bytes.subarray(0, publicLength(bytes))], refuse);
    try {
      refuse();
      ftruncateSync(handle.fd, from);
    } catch (error) {
      await rm(aside);
      throw error;
    }
    await handle.sync();
    return { seq, bytes: bytes.length, sha256, kept };
  } finally {
    await handle.close();
  }
}

/** Removes lines that nobody was told of. */
export async function cutBack(path: string, length: number): Promise<void> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.size <= length) return;
  try {
    const handle = await open(path, "r+");
    try {
      await handle.truncate(length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new StoreError(failure("fate-unknown", codeOf(error)));
  }
}
