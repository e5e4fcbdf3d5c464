import { bytesOf, isSound } from "./line.ts";
import type { Lines } from "./lines.ts";

/** A disk writes whole sectors, of this many bytes or of a multiple. */
const sector = 512;

/**
 * Lines up to a hole: zeros where lines were being written when the power went. Behind the last write that was made
 * durable there is no sound line: where one comes after the zeros, this was something else, and all is given as it lies
 * there. Without sectors (`from` and `end` are places in the file), as in one byte that became zero, it is no hole either.
 */
export async function* upToHole(pieces: AsyncIterable<Lines>, from: number): AsyncGenerator<Lines> {
  const held: Lines[] = [];
  let start = from;
  for await (const piece of pieces) {
    const cut = held.length > 0 ? 0 : holeIn(piece.lines, start);
    const [before, behind] = cut === -1 ? [piece.lines, []] : [piece.lines.slice(0, cut), piece.lines.slice(cut)];
    start += bytesOf(before);
    if (cut === -1) yield piece;
    else {
      if (before.length > 0) yield { lines: before, end: start };
      held.push({ lines: behind, end: piece.end });
      if (behind.some(isSound)) yield* held.splice(0);
    }
    start = piece.end;
  }
}

function holeIn(lines: readonly string[], from: number): number {
  let start = from;
  for (const [index, line] of lines.entries()) {
    for (const zeros of line.includes("\0") ? line.matchAll(/\0+/g) : []) {
      const at = start + Buffer.byteLength(line.slice(0, zeros.index));
      if (Math.ceil(at / sector) * sector <= at + zeros[0].length) return index;
    }
    start += bytesOf([line]);
  }
  return -1;
}
