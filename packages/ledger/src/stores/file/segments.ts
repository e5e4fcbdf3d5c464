import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { failure, type LogIdentity, type Row, StoreError } from "../../store.ts";
import { packFile } from "./files.ts";
import { upToHole } from "./hole.ts";
import { packedFile, segmentFile, segmentsIn } from "./layout.ts";
import { rowOf } from "./line.ts";
import { type Lines, linesOf, packedLinesOf } from "./lines.ts";
import { syncFile, syncFolder } from "./sync.ts";
import { codeOf } from "./system-error.ts";

/** Rows from one position to before another, out of all segments that are there. */
export async function* readSegments(
  folder: string,
  { segmentSize }: LogIdentity,
  from: number,
  to: number,
): AsyncGenerator<readonly Row[]> {
  const firsts = await segmentsIn(folder);
  for (const first of firsts) {
    if (first + segmentSize <= from || first >= to) continue;
    let position = first;
    const pieces = linesOfSegment(folder, first);
    for await (const { lines } of first === firsts.at(-1) ? upToHole(pieces, 0) : pieces) {
      const rows = lines.slice(Math.max(from - position, 0), Math.max(to - position, 0)).map(rowOf);
      position += lines.length;
      if (position > first + segmentSize) {
        throw new StoreError(failure("damaged", `${segmentFile(folder, first)} has more lines than a segment`));
      }
      if (rows.length > 0) yield rows;
      if (position >= to) break;
    }
  }
}

/** A segment that is there plain and compressed was not done being compressed, or was rewritten since: plain counts. */
export async function* linesOfSegment(folder: string, first: number): AsyncGenerator<Lines> {
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

/**
 * Removes what a process that was killed left beside a segment: packed copies from before it was rewritten, and files
 * that were not done. Both may hold values that were redacted. The disk is waited for: what one who was killed put in
 * its place may not be there yet. Only for the one who holds the lock.
 */
export async function sweep(folder: string): Promise<void> {
  const found = new Set(await readdir(folder));
  const stale = [...found].filter(
    (name) => name.endsWith(".part") || (name.endsWith(".jsonl.zst") && found.has(name.slice(0, -".zst".length))),
  );
  for (const name of stale) await rm(join(folder, name), { force: true });
  await syncFolder(folder);
}

/** The first full segment before `known` that is not there. */
export async function lostSegment(
  folder: string,
  { segmentSize }: LogIdentity,
  known: number,
): Promise<string | undefined> {
  const there = new Set(await segmentsIn(folder));
  for (let first = 0; first < known; first += segmentSize) if (!there.has(first)) return segmentFile(folder, first);
  return undefined;
}

/** Compresses full segments that are not yet. Only for the one who holds the lock. */
export async function packFull(folder: string, { segmentSize }: LogIdentity, size: number): Promise<void> {
  for (const first of await segmentsIn(folder)) {
    const path = segmentFile(folder, first);
    if (first + segmentSize <= size && existsSync(path)) await packFile(path, packedFile(folder, first));
  }
}

/** Waits for the disk to have the segments from a position on, and their names. Needs no right to write. */
export async function syncSegments(folder: string, { segmentSize }: LogIdentity, from: number): Promise<void> {
  for (const first of await segmentsIn(folder)) {
    const path = segmentFile(folder, first);
    // a packed one was on disk before it got its name
    if (first + segmentSize > from && existsSync(path)) await syncFile(path);
  }
  await syncFolder(folder);
}
