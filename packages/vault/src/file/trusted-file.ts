import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { codeOf, type FolderReason, readPin } from "../keys/host-folder.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Pin } from "./pin.ts";
import { type FileReason, longestFile, parseFile, type SealedFile } from "./sealed-file.ts";
import { type TrustReason, verifyFile } from "./verify-file.ts";

/** `detail` is the path, and the code of the system's error or what else lies there. */
export type ReadReason = FileReason | "no-file";

/** A file that was verified with what is pinned of it. */
export interface TrustedFile {
  readonly sealed: SealedFile;
  readonly pin: Pin;
  /** Without links. */
  readonly path: string;
  /** Rights of the file. */
  readonly mode: number;
}

/** Reads a sealed file, and nothing that is no file, or too long for one. Nothing in it is to be believed yet. */
export async function readSealedFile(path: string): Promise<Outcome<Omit<TrustedFile, "pin">, ReadReason>> {
  try {
    const real = realpathSync.native(path);
    // a pipe that nobody writes into would hold it up for ever
    const file = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) return refuse("no-file", `${path}: not a file`);
      if (stat.size > longestFile) return refuse("too-long");
      // what the kernel makes up has no length, and may have no end
      const parsed = parseFile(stat.size === 0 ? Buffer.alloc(0) : readFileSync(file));
      return parsed.ok ? accept({ sealed: parsed.value, path: real, mode: stat.mode & 0o777 }) : parsed;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return refuse("no-file", `${path}: ${codeOf(error)}`);
  }
}

/** Reads a sealed file that is its pinned owner's and no older than the newest that was seen. `folder` has the pins. */
export async function readTrustedFile(
  folder: string,
  path: string,
): Promise<Outcome<TrustedFile, ReadReason | TrustReason | FolderReason>> {
  const read = await readSealedFile(path);
  if (!read.ok) return read;
  const pin = await readPin(folder, read.value.sealed.header.content.file);
  if (!pin.ok) return pin;
  const verified = verifyFile(read.value.sealed, pin.value);
  return verified.ok ? accept({ ...read.value, pin: pin.value }) : verified;
}
