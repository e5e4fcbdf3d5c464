import { existsSync, lstatSync, statSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isRecord } from "../../entry.ts";
import { failure, type Found, isSegmentSize, type LogIdentity } from "../../store.ts";
import { replaceFile } from "./files.ts";
import { modes, names, packedFile, segmentFile, segmentsIn } from "./layout.ts";
import { syncFolder } from "./sync.ts";

/** What log lies in a folder; undefined: none. Who writes to it (`trusts`) says whose folder and files he takes for his own. */
export async function readIdentity(
  folder: string,
  trusts: (owner: number) => boolean = () => true,
): Promise<Found | undefined> {
  const path = join(folder, names.identity);
  // in this order: where a segment was seen, the identity was there before it
  const there = existsSync(folder);
  const firsts = there ? await segmentsIn(folder) : [];
  const wrong = there ? wrongIn(folder, firsts, trusts) : undefined;
  if (wrong !== undefined) return failure("failed", wrong);
  const isUsed = firsts.length > 0;
  if (!existsSync(path)) return isUsed ? failure("damaged", `${path} is missing`) : undefined;
  const text = await readFile(path, "utf8");
  const log = text.length < 4_096 ? parse(text) : undefined;
  const fits = log !== undefined && firsts.every((first) => first % log.segmentSize === 0);
  return fits ? { ok: true, log } : failure("damaged", path);
}

/** What speaks against a folder or its files: whoever can change them, can change the log unseen. */
function wrongIn(folder: string, firsts: readonly number[], trusts: (owner: number) => boolean): string | undefined {
  const segments = firsts.flatMap((first) => [segmentFile(folder, first), packedFile(folder, first)]);
  for (const path of [folder, join(folder, names.identity), join(folder, names.seals), ...segments]) {
    const found = path === folder ? statSync(path) : lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) continue;
    // opening a pipe for reading does not end
    if (path !== folder && !found.isFile()) return `${path} is no file`;
    if ((found.mode & 0o022) !== 0) return `${path} can be written to by others`;
    if (!trusts(found.uid)) return `${path} is somebody else's`;
  }
  return undefined;
}

/** Ours, or the superuser's, whom nobody can keep away. */
export function isOurs(owner: number): boolean {
  return owner === 0 || owner === process.getuid?.();
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
