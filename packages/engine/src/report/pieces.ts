/** Where a report goes: a stream, a file, a list in a test. A promise is awaited before more is made. */
export type Write = (text: string) => void | Promise<void>;

/** A report piece by piece, so that ten thousand targets never stand in one string. */
export type Pieces = Generator<string, void, undefined>;

const chunk = 65_536;

export async function writePieces(pieces: Iterable<string>, write: Write): Promise<void> {
  let waiting: string[] = [];
  let size = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    size += piece.length;
    if (size >= chunk) {
      await write(waiting.join(""));
      waiting = [];
      size = 0;
    }
  }
  if (size > 0) await write(waiting.join(""));
}

export function joinPieces(pieces: Iterable<string>): string {
  return [...pieces].join("");
}
