import { appendFileSync, closeSync, constants, fstatSync, openSync, readFileSync, readSync } from "node:fs";
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
    const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
    const file = openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      if (isGood(file)) {
        // the disk is not waited for: this is evidence, which no opening goes by, and a start is waited for
        appendFileSync(file, added);
        return accept(undefined);
      }
    } finally {
      closeSync(file);
    }
    // what has no line feed was cut off when a disk was full or the power went
    const whole = readFileSync(path, "utf8")
      .split(/(?<=\n)/)
      .filter((line) => line.endsWith("\n"));
    return await replaceFile(path, whole.slice(receipts.length - mostKept).join("") + added, 0o600);
  } catch (error) {
    return refuse("not-written", (error as NodeJS.ErrnoException).code ?? "unknown");
  }
}

function isGood(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last[0] === 0x0a && size < longestFile);
}
