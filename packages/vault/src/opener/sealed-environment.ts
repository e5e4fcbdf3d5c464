import { readFile } from "node:fs/promises";
import { digestOf } from "../canonical.ts";
import { pinOf } from "../file/pin.ts";
import { type FileReason, parseFile, type SealedFile } from "../file/sealed-file.ts";
import { type TrustReason, verifyFile } from "../file/verify-file.ts";
import { type FolderReason, readHostKeys, readPin, writePin } from "../keys/host-folder.ts";
import type { OpeningPurpose } from "../confirmer/purpose.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { openFile, type Opener, type OpenReason } from "./open-file.ts";

export { purposes } from "../confirmer/purpose.ts";

/** Where everything lies that an opening needs. */
export interface EnvironmentOrder {
  /** The sealed file. */
  readonly file: string;
  /** The folder of the host's keys and pins. */
  readonly keys: string;
  /** The name of this host in the wraps. */
  readonly host: string;
  readonly purpose: OpeningPurpose;
  readonly send: Opener["send"];
}

export type EnvironmentReason = FileReason | TrustReason | FolderReason | OpenReason | "no-file";

/** What an opening gives. */
export interface SealedEnvironment {
  readonly values: ReadonlyMap<string, string>;
  /** Confirmers that are on this very machine: a second lock in name only. */
  readonly besideUs: readonly string[];
}

/** Opens a file as this host. What a stranger wrote is refused before anybody is asked; what was opened is remembered. */
export async function openEnvironment(order: EnvironmentOrder): Promise<Outcome<SealedEnvironment, EnvironmentReason>> {
  const keys = await readHostKeys(order.keys);
  if (!keys.ok) return keys;
  const sealed = await trustedFile(order);
  if (!sealed.ok) return sealed;
  const opened = await openFile(sealed.value, { ...order, keys: keys.value, boot: await bootOf(sealed.value) });
  if (!opened.ok) return opened;
  // before anything is done with the values: an older file must not come after this one
  const pinned = await writePin(order.keys, pinOf(sealed.value));
  if (!pinned.ok) return pinned;
  return accept({ values: opened.value, besideUs: besideUs(sealed.value, order.host) });
}

async function trustedFile({ file, keys }: EnvironmentOrder): Promise<Outcome<SealedFile, EnvironmentReason>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return refuse("no-file", `${file}: ${(error as NodeJS.ErrnoException).code ?? "unknown"}`);
  }
  const parsed = parseFile(bytes);
  if (!parsed.ok) return parsed;
  const pin = await readPin(keys, parsed.value.header.content.file);
  return pin.ok ? verifyFile(parsed.value, pin.value) : pin;
}

/** Names this start of this host to the confirmer, for this file only: it cannot tell which files are on one host. */
async function bootOf({ header }: SealedFile): Promise<string> {
  const boot = (await readFile("/proc/sys/kernel/random/boot_id", "latin1")).trim();
  return digestOf(`secondlock/1/boot\n${boot}\n${header.content.file}`);
}

function besideUs({ wraps }: SealedFile, host: string): readonly string[] {
  const ours = wraps.filter(({ content }) => content.host === host).flatMap(({ content }) => content.confirmers);
  return ours
    .filter(({ origin }) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(origin).hostname))
    .map(({ confirmer }) => confirmer);
}
