import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** The first `limit` bytes of a regular file as text, or undefined when it is absent, unreadable, or something else than a file. */
export async function readBounded(path: string, limit: number): Promise<string | undefined> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) return undefined;
      const buffer = Buffer.alloc(limit);
      let length = 0;
      while (length < limit) {
        // Without a position: files of /proc have none.
        const { bytesRead } = await handle.read(buffer, length, limit - length, null);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return buffer.toString("utf8", 0, length);
    } finally {
      await handle.close();
    }
  } catch {
    // Absent things stay absent.
    return undefined;
  }
}
