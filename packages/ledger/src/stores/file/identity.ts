import { existsSync, statSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isRecord } from "../../entry.ts";
import { failure, type Found, isSegmentSize, type LogIdentity } from "../../store.ts";
import { replaceFile } from "./files.ts";
import { modes, names, segmentsIn } from "./layout.ts";
import { syncFolder } from "./sync.ts";

/** What log lies in a folder; undefined: none. */
export async function readIdentity(folder: string): Promise<Found | undefined> {
  const path = join(folder, names.identity);
  // in this order: where a segment was seen, the identity was there before it
  const there = existsSync(folder);
  // whoever can make files here can exchange ours, whatever their own modes say
  if (there && (statSync(folder).mode & 0o022) !== 0) return failure("failed", `${folder} can be written to by others`);
  const firsts = there ? await segmentsIn(folder) : [];
  const isUsed = firsts.length > 0;
  if (!existsSync(path)) return isUsed ? failure("damaged", `${path} is missing`) : undefined;
  const text = await readFile(path, "utf8");
  const log = text.length < 4_096 ? parse(text) : undefined;
  const fits = log !== undefined && firsts.every((first) => first % log.segmentSize === 0);
  return fits ? { ok: true, log } : failure("damaged", path);
}

export async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: modes.folder });
  if (made !== undefined) await syncFolder(dirname(made));
}

/** Only for the one who holds the lock. */
export async function writeIdentity(folder: string, { id, segmentSize }: LogIdentity): Promise<void> {
  await replaceFile(join(folder, names.identity), [`${JSON.stringify({ v: 1, id, segmentSize })}\n`]);
}

function parse(text: string): LogIdentity | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value["v"] !== 1) return undefined;
  const { id, segmentSize } = value;
  const sound = typeof id === "string" && isSegmentSize(segmentSize);
  return sound ? { id, segmentSize } : undefined;
}
