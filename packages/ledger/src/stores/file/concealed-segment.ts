import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Change, LogIdentity, Row } from "../../store.ts";
import { packFile, writePart } from "./files.ts";
import { refuseChanged } from "./intruder.ts";
import { packedFile, segmentFile } from "./layout.ts";
import { lineOf, rowOf } from "./line.ts";
import { linesOfSegment } from "./segments.ts";
import { syncFolder } from "./sync.ts";
import { failureOf } from "./system-error.ts";

/** A segment without a private value, on disk beside the one that still has it. */
export interface ConcealedSegment {
  /** Puts it in its place. Those who read the old one read on in it. */
  take(): Promise<void>;
  drop(): Promise<void>;
}

/**
 * Made before the note of the redaction is written, and with that note in it when it goes to the same segment: a disk that
 * is too full for the one does not get the other, and nothing is left to write once the note is there.
 * Undefined: there is nothing to conceal any more.
 */
export async function concealedSegment(
  folder: string,
  { segmentSize }: LogIdentity,
  { seq, keep }: NonNullable<Change["conceal"]>,
  rowsTo: (first: number) => readonly Row[],
): Promise<ConcealedSegment | undefined> {
  const first = seq - (seq % segmentSize);
  const [plain, packed] = [segmentFile(folder, first), packedFile(folder, first)];
  const [refusePlain, refusePacked] = [refuseChanged(plain), refuseChanged(packed)];
  const wasPacked = existsSync(packed) && !existsSync(plain);
  const added = rowsTo(first).map(lineOf).join("");
  let isThere = false;

  function concealed(line: string): string {
    const row = rowOf(line);
    const opened = keep(row.opened);
    isThere = opened !== row.opened;
    return isThere ? lineOf({ ...row, opened }) : `${line}\n`;
  }

  async function* content(): AsyncGenerator<string> {
    let position = first;
    for await (const { lines } of linesOfSegment(folder, first)) {
      yield lines.map((line, index) => (position + index === seq ? concealed(line) : `${line}\n`)).join("");
      position += lines.length;
    }
    yield added;
  }

  const part = await writePart(plain, content());
  if (!isThere) {
    await part.drop();
    return undefined;
  }
  return {
    drop: () => part.drop(),
    async take() {
      await part.take(() => {
        refusePlain(Buffer.byteLength(added));
        refusePacked();
      });
      if (!wasPacked) return;
      // the old one still holds the value: it goes before anything else is done that may be cut short
      await rm(packed, { force: true });
      await syncFolder(folder);
      await packFile(plain, packed).catch(failureOf);
    },
  };
}
