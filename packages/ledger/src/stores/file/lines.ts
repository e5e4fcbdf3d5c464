import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { createZstdDecompress } from "node:zlib";
import { failure, StoreError } from "../../store.ts";

const pieceBytes = 512 * 1_024;
/** Longer than any entry that a ledger with any sensible limits writes; memory is bounded by it. */
const longestLine = 32 * 2 ** 20;
const newline = 0x0a;

/** Whole lines, without their ends, and the place in the file behind the last one. */
export interface Lines {
  readonly lines: readonly string[];
  readonly end: number;
}

/** The lines of a segment from a byte on. What comes after the last newline is left out: it is not finished. */
export async function* linesOf(path: string, from: number): AsyncGenerator<Lines> {
  const file = createReadStream(path, { start: from, highWaterMark: pieceBytes });
  yield* lines(file, from);
}

/** The same of a compressed segment. */
export async function* packedLinesOf(path: string): AsyncGenerator<Lines> {
  const file = createReadStream(path, { highWaterMark: pieceBytes });
  const plain = createZstdDecompress({ chunkSize: pieceBytes });
  file.on("error", (error) => plain.destroy(error));
  file.pipe(plain);
  try {
    yield* lines(plain, 0);
  } finally {
    file.destroy();
    plain.destroy();
  }
}

async function* lines(source: AsyncIterable<Buffer>, from: number): AsyncGenerator<Lines> {
  let open: Buffer[] = [];
  let length = 0;
  let end = from;
  for await (const piece of source) {
    const last = piece.lastIndexOf(newline);
    if (last === -1) {
      open.push(piece);
      length += piece.length;
      if (length > longestLine) throw new StoreError(failure("damaged", `a line longer than ${longestLine} bytes`));
      continue;
    }
    const whole = Buffer.concat([...open, piece.subarray(0, last)]);
    open = [piece.subarray(last + 1)];
    length = piece.length - last - 1;
    end += whole.length + 1;
    yield { lines: decode(whole), end };
  }
}

/**
 * Bytes that are no UTF-8 would all be read as U+FFFD, and one of them for another would not be seen: read as Latin-1
 * they fit no hash.
 */
function decode(bytes: Buffer): readonly string[] {
  if (isUtf8(bytes)) return bytes.toString("utf8").split("\n");
  const texts: string[] = [];
  for (let start = 0; start <= bytes.length;) {
    const found = bytes.indexOf(newline, start);
    const line = bytes.subarray(start, found === -1 ? bytes.length : found);
    texts.push(line.toString(isUtf8(line) ? "utf8" : "latin1"));
    start += line.length + 1;
  }
  return texts;
}
