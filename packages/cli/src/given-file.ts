import { createReadStream } from "node:fs";

export type Given = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly because: string };

/** Reads a file, or standard input for `-`, and nothing that is longer than `most` bytes. */
export async function givenFile(path: string, most: number): Promise<Given> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of path === "-" ? process.stdin : createReadStream(path)) {
      const bytes = Buffer.from(chunk as Uint8Array);
      length += bytes.length;
      if (length > most) return { ok: false, because: `${path} has more than ${most} bytes` };
      chunks.push(bytes);
    }
  } catch (error) {
    return { ok: false, because: `${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown"}` };
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}
