/** Where a report goes: a stream, a file, a list in a test. A promise is awaited before more is made. */
export type Write = (text: string) => void | Promise<void>;

/** A report piece by piece, so that ten thousand targets never stand in one string. */
export type Pieces = Generator<string, void, undefined>;

export const chunk = 65_536;

/** The same text in fewer and larger pieces: a write for each would cost more than the report. */
export function* largePieces(pieces: Iterable<string>): Pieces {
  let waiting: string[] = [];
  let size = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    size += piece.length;
    if (size < chunk) continue;
    yield waiting.join("");
    waiting = [];
    size = 0;
  }
  if (size > 0) yield waiting.join("");
}

export async function writePieces(pieces: Iterable<string>, write: Write): Promise<void> {
  for (const piece of largePieces(pieces)) await write(piece);
}

export function joinPieces(pieces: Iterable<string>): string {
  return [...pieces].join("");
}
