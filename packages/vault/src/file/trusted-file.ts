import { readFile, realpath, stat } from "node:fs/promises";
import { codeOf, type FolderReason, readPin } from "../keys/host-folder.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Pin } from "./pin.ts";
import { type FileReason, longestFile, parseFile, type SealedFile } from "./sealed-file.ts";
import { type TrustReason, verifyFile } from "./verify-file.ts";

/** `detail` is the path and the code of the system's error. */
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

/** Reads a sealed file. Nothing in it is to be believed yet. */
export async function readSealedFile(path: string): Promise<Outcome<Omit<TrustedFile, "pin">, ReadReason>> {
  try {
    const real = await realpath(path);
    const { size, mode } = await stat(real);
    if (size > longestFile) return refuse("too-long");
    const parsed = parseFile(await readFile(real));
    return parsed.ok ? accept({ sealed: parsed.value, path: real, mode: mode & 0o777 }) : parsed;
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
