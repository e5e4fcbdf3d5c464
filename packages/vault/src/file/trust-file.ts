import { readdir } from "node:fs/promises";
import { codeOf, type FolderReason, readPin } from "../keys/host-folder.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { type Pin, pinOf } from "./pin.ts";
import type { SealedFile } from "./sealed-file.ts";
import { type ReadReason, readSealedFile } from "./trusted-file.ts";
import { type TrustReason, verifyFile } from "./verify-file.ts";

/** What is known of a file before somebody decides to trust its owner. */
export interface TrustAsked {
  readonly sealed: SealedFile;
  /** To be written once somebody has agreed. */
  readonly pin: Pin;
  /** `new`: not pinned yet. `known`: as new as what is pinned. `older` and `forked`: as those reasons of verifyFile. */
  readonly state: "new" | "known" | "older" | "forked";
  /** Other files of this owner that are trusted already. */
  readonly ownersOthers: number;
}

/** `other-owner`: the file is pinned, and with another owner. `detail` is the key that is pinned. */
export type AskReason = ReadReason | TrustReason | FolderReason | "other-owner";

/** Looks at a file that is to be trusted: is it what its owner and its last editor signed, and how is it to what is pinned in the folder. */
export async function askTrust(folder: string, path: string): Promise<Outcome<TrustAsked, AskReason>> {
  const read = await readSealedFile(path);
  if (!read.ok) return read;
  const { sealed } = read.value;
  const pin = pinOf(sealed);
  const whole = verifyFile(sealed, pin);
  if (!whole.ok) return whole;
  const pins = await readPins(folder);
  if (!pins.ok) return pins;
  const before = pins.value.find(({ file }) => file === pin.file);
  const ownersOthers = pins.value.filter(({ file, owner }) => owner === pin.owner && file !== pin.file).length;
  if (before === undefined) return accept({ sealed, pin, state: "new", ownersOthers });
  if (before.owner !== pin.owner) return refuse("other-owner", before.owner);
  const verified = verifyFile(sealed, before);
  const state = verified.ok ? "known" : verified.reason === "forked" ? "forked" : "older";
  return accept({ sealed, pin, state, ownersOthers });
}

async function readPins(folder: string): Promise<Outcome<readonly Pin[], FolderReason>> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    return codeOf(error) === "ENOENT" ? accept([]) : refuse("unreadable", codeOf(error));
  }
  const pins: Pin[] = [];
  for (const name of names) {
    const [, file] = /^pin-([\w-]{22})$/.exec(name) ?? [];
    if (file === undefined) continue;
    const pin = await readPin(folder, file);
    if (!pin.ok) return pin;
    pins.push(pin.value);
  }
  return accept(pins);
}
