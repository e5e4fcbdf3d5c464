import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Change, LogIdentity, Row } from "../../store.ts";
import { packFile, replaceFile } from "./files.ts";
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
  const plain = segmentFile(folder, first);
  try {
    yield* linesOf(plain, 0);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    yield* packedLinesOf(packedFile(folder, first));
  }
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
  if (wasPacked) await packFile(segmentFile(folder, first), packed);
  else await rm(packed, { force: true });
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

/** Compresses full segments that are not yet. Only for the one who holds the lock. */
export async function packFull(folder: string, { segmentSize }: LogIdentity, size: number): Promise<void> {
  for (const first of await segmentsIn(folder)) {
    const path = segmentFile(folder, first);
    if (first + segmentSize <= size && existsSync(path)) await packFile(path, packedFile(folder, first));
  }
}
