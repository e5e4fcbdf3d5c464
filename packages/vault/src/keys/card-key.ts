import { rm } from "node:fs/promises";
import { join } from "node:path";
import { generateIdentity, type Identity, identityText, parseIdentity } from "@secondlock/age";
import { replaceFile } from "../disk/replace-file.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { codeOf, type FolderReason, readOwn } from "./host-folder.ts";

const file = "card.key";

/** Makes what opens the next hand-over to this host, in the place of the one before. Refuses with `not-written`. */
export async function createCardKey(folder: string): Promise<Outcome<Identity, FolderReason>> {
  const identity = generateIdentity();
  const written = await replaceFile(join(folder, file), `${identityText(identity)}\n`, 0o400);
  return written.ok ? accept(identity) : written;
}

/** Refuses with `no-keys` where no card was made, with `open-to-others`, `malformed-key` and `unreadable`. */
export async function readCardKey(folder: string): Promise<Outcome<Identity, FolderReason>> {
  const text = readOwn(folder, file);
  if (!text.ok) return text;
  const identity = parseIdentity(text.value.trim());
  return identity.ok ? accept(identity.value) : refuse("malformed-key", join(folder, file));
}

/** What was handed over is handed over once. */
export async function removeCardKey(folder: string): Promise<Outcome<undefined, FolderReason>> {
  try {
    await rm(join(folder, file), { force: true });
    return accept(undefined);
  } catch (error) {
    return refuse("not-written", codeOf(error));
  }
}
