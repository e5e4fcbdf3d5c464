import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Change, LogIdentity, Row, Seal } from "../../store.ts";
import { packFile, replaceFile, syncFolder } from "./files.ts";
import { packedFile, segmentFile, segmentsIn } from "./layout.ts";
import { lineOf, rowOf } from "./line.ts";
import { type Lines, linesOf, packedLinesOf } from "./lines.ts";
import { codeOf } from "./system-error.ts";

/** Rows from one position to before another, out of all segments that are there. */
export async function* readSegments(
  folder: string,
  { segmentSize }: LogIdentity,
  from: number,
  to: number,
): AsyncGenerator<readonly Row[]> {
  for (const first of await segmentsIn(folder)) {
    if (first + segmentSize <= from || first >= to) continue;
    let position = first;
    for await (const { lines } of linesOfSegment(folder, first)) {
      const rows = lines.slice(Math.max(from - position, 0), Math.max(to - position, 0)).map(rowOf);
      position += lines.length;
      if (rows.length > 0) yield rows;
      if (position >= to) break;
    }
  }
}

/** A segment that is there plain and compressed was not done being compressed, or was rewritten since: plain counts. */
async function* linesOfSegment(folder: string, first: number): AsyncGenerator<Lines> {
  const plain = (): AsyncGenerator<Lines> => linesOf(segmentFile(folder, first), 0);
  const packed = (): AsyncGenerator<Lines> => packedLinesOf(packedFile(folder, first));
  // a file that is not there gives no line before it says so; it may become the other one between two looks
  for (const look of [plain, packed, plain, packed]) {
    try {
      return yield* look();
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }
  yield* plain();
}

/** Rewrites the segment around one entry, as a new file beside the old one. Those who read the old one read on in it. */
export async function conceal(
  folder: string,
  { segmentSize }: LogIdentity,
  { seq, keep }: NonNullable<Change["conceal"]>,
): Promise<void> {
  const first = seq - (seq % segmentSize);
  const packed = packedFile(folder, first);
  const wasPacked = existsSync(packed) && !existsSync(segmentFile(folder, first));
  await replaceFile(segmentFile(folder, first), rewritten(folder, first, seq, keep));
  // the old one still holds the value: it goes before anything else is done that may be cut short
  await rm(packed, { force: true });
  await syncFolder(folder);
  if (wasPacked) await packFile(segmentFile(folder, first), packed);
}

/**
 * Removes what a process that was killed left beside a segment: packed copies from before it was rewritten, and files
 * that were not done. Both may hold values that were redacted. Only for the one who holds the lock.
 */
export async function sweep(folder: string): Promise<void> {
  const found = new Set(await readdir(folder));
  const stale = [...found].filter(
    (name) => name.endsWith(".part") || (name.endsWith(".jsonl.zst") && found.has(name.slice(0, -".zst".length))),
  );
  for (const name of stale) await rm(join(folder, name), { force: true });
  if (stale.length > 0) await syncFolder(folder);
}

async function* rewritten(
  folder: string,
  first: number,
  seq: number,
  keep: (opened: string | undefined) => string | undefined,
): AsyncGenerator<string> {
  let position = first;
  for await (const { lines } of linesOfSegment(folder, first)) {
    const texts = lines.map((line, index) => {
      if (position + index !== seq) return `${line}\n`;
      const row = rowOf(line);
      return lineOf({ ...row, opened: keep(row.opened) });
    });
    position += lines.length;
    yield texts.join("");
  }
}

/** Whether the full segments before `known` are there, and the last of them ends as its seal says; otherwise, which not. */
export async function lostSegment(
  folder: string,
  log: LogIdentity,
  known: number,
  seals: readonly Seal[],
): Promise<string | undefined> {
  const there = new Set(await segmentsIn(folder));
  for (let first = 0; first < known; first += log.segmentSize) {
    if (!there.has(first)) return `${segmentFile(folder, first)} is missing`;
  }
  if (known === 0) return undefined;
  const seal = seals[known / log.segmentSize - 1];
  for await (const [row] of readSegments(folder, log, known - 1, known)) {
    if (row?.hash === seal?.last) return undefined;
  }
  return `${segmentFile(folder, known - log.segmentSize)} does not end as its seal says`;
}

/** Compresses full segments that are not yet. Only for the one who holds the lock. */
export async function packFull(folder: string, { segmentSize }: LogIdentity, size: number): Promise<void> {
  for (const first of await segmentsIn(folder)) {
    const path = segmentFile(folder, first);
    if (first + segmentSize <= size && existsSync(path)) await packFile(path, packedFile(folder, first));
  }
}
