import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** Only the owner reads what happened. */
export const modes = { folder: 0o700, file: 0o600 } as const;

const ending = ".jsonl";
const packedEnding = ".jsonl.zst";

/** Names of the files in a ledger's folder. */
export const names = {
  identity: "ledger.json",
  seals: "seals.jsonl",
  turnLock: "turn.lock",
  writeLock: "write.lock",
} as const;

/** A segment is named after the number of its first entry, so that folders list in order. */
export function segmentFile(folder: string, first: number): string {
  return join(folder, `${String(first).padStart(16, "0")}${ending}`);
}

export function packedFile(folder: string, first: number): string {
  return join(folder, `${String(first).padStart(16, "0")}${packedEnding}`);
}

/** The first numbers of the segments that are there, in order. */
export async function segmentsIn(folder: string): Promise<readonly number[]> {
  const found = new Set<number>();
  for (const name of await readdir(folder)) {
    const match = /^(\d{16})\.jsonl(?:\.zst)?$/.exec(name);
    if (match !== null) found.add(Number(match[1]));
  }
  return [...found].toSorted((a, b) => a - b);
}
