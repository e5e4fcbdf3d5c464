import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { HostKeys } from "../opener/ask.ts";
import { type Outcome, refuse } from "../outcome.ts";
import { codeOf, createHostKeys, type FolderReason, hostKeyFiles } from "./host-folder.ts";

/**
 * Makes new keys in the place of a host's old ones, which may be known to somebody: what they opened, this host opens no more. Ended
 * half way, there are no keys, and the next try makes them.
 */
export async function replaceHostKeys(folder: string): Promise<Outcome<HostKeys, FolderReason>> {
  try {
    for (const file of hostKeyFiles) await rm(join(folder, file), { force: true });
  } catch (error) {
    return refuse("not-written", codeOf(error));
  }
  return await createHostKeys(folder);
}
