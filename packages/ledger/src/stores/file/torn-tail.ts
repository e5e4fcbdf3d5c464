import { hash } from "node:crypto";
import { ftruncateSync } from "node:fs";
import { open, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Hash } from "../../hash.ts";
import type { TornTail } from "../../store.ts";
import { replaceFile } from "./files.ts";
import { fileOf, refuseAnother } from "./intruder.ts";

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
    const kept = nameOf(seq, bytes.length, sha256);
    const file = fileOf(handle.fd);
    const refuse = (): void => refuseAnother(file, path, to);
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

/** One that was moved aside, where the log ends still: who did it did not live to say so in an entry. */
export async function untold(folder: string, seq: number): Promise<TornTail | undefined> {
  for (const kept of await readdir(folder)) {
    const [, number, bytes, sha256] = /^torn-(\d{16})-(\d+)-([0-9a-f]{64})$/.exec(kept) ?? [];
    if (sha256 !== undefined && Number(number) === seq) return { seq, bytes: Number(bytes), sha256, kept };
  }
  return undefined;
}

/** Says all of it that the log is to say. */
function nameOf(seq: number, bytes: number, sha256: Hash): string {
  return `torn-${String(seq).padStart(16, "0")}-${bytes}-${sha256}`;
}
