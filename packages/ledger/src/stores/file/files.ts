import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, renameSync, rmSync, statSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import { failure, StoreError } from "../../store.ts";
import { refuseChanged } from "./intruder.ts";
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

/** Removes lines that nobody was told of, `most` bytes of them; where there are more, another's are among them, and stay. */
export async function cutBack(path: string, length: number, most: number): Promise<void> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.size <= length || found.size > length + most) return;
  try {
    const handle = await open(path, "r+");
    try {
      await handle.truncate(length);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new StoreError(failure("fate-unknown", codeOf(error)));
  }
}
