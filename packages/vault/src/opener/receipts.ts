import { constants } from "node:fs";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalText } from "../canonical.ts";
import { replaceFile } from "../disk/replace-file.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Receipt } from "../service/receipts.ts";

/** Receipts that are kept, and bytes from which on older ones are dropped. */
const mostKept = 1_000;
const longestFile = 500_000;

/**
 * Remembers what the confirmers said that their logs have: a log that somebody cut off or put back lacks it. Several openings may do
 * so at once. Refuses with `not-written`.
 */
export async function keepReceipts(
  folder: string,
  receipts: readonly Receipt[],
): Promise<Outcome<undefined, "not-written">> {
  const path = join(folder, "receipts");
  const added = receipts.map((receipt) => `${canonicalText(receipt)}\n`).join("");
  try {
    const file = await open(
      path,
      constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      if (await isGood(file)) {
        // the disk is not waited for: this is evidence, which no opening goes by, and a start is waited for
        await file.appendFile(added);
        return accept(undefined);
      }
    } finally {
      await file.close();
    }
    // what has no line feed was cut off when a disk was full or the power went
    const whole = (await readFile(path, "utf8")).split(/(?<=\n)/).filter((line) => line.endsWith("\n"));
    return await replaceFile(path, whole.slice(receipts.length - mostKept).join("") + added, 0o600);
  } catch (error) {
    return refuse("not-written", (error as NodeJS.ErrnoException).code ?? "unknown");
  }
}

async function isGood(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a && size < longestFile;
}
