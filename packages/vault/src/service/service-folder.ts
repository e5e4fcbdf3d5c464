import { existsSync } from "node:fs";
import { lstat, mkdir, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { syncFolder } from "../disk/replace-file.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { MasterKeyPlace } from "./master-key.ts";

/** What a confirmer keeps, and where. Only the first three may be in a backup. */
export interface ServiceFolder {
  readonly signerFile: string;
  readonly database: string;
  readonly ledger: string;
  /** Wrapping keys: see KeyCustody. */
  readonly keys: string;
  /** The newest signed head of the log. */
  readonly head: string;
  /** Nothing is kept there yet: this is the first start, or the one before was stopped. */
  readonly isNew: boolean;
}

export type ServiceFolderReason =
  /** Somebody else can read or write there. `detail` is the path. */
  | "open-to-others"
  /** A master key lies beside it, and nothing in it: its volume is not mounted. `detail` is the path of the master key. */
  | "folder-gone"
  /** `detail` is the path and the code of the system's error. */
  | "unusable-folder";

/** Finds the folder of a confirmer, or makes it, for its user alone. */
export async function serviceFolder(
  path: string,
  masterKey: MasterKeyPlace,
): Promise<Outcome<ServiceFolder, ServiceFolderReason>> {
  const folder = resolve(path);
  const [signerFile, database, ledger, keys, head] = (
    ["signer.pem", "confirmer.db", "ledger", "keys", "head"] as const
  ).map((name) => join(folder, name)) as [string, string, string, string, string];
  const kept = [signerFile, database, ledger, head];
  // both folders are there before the master key is made beside them
  if (masterKey.kind === "beside" && existsSync(masterKey.path) && ![...kept, keys].some((each) => existsSync(each)))
    return refuse("folder-gone", masterKey.path);
  try {
    await makeFolder(dirname(folder), 0o755);
    for (const each of [folder, keys]) {
      await makeFolder(each, 0o700);
      const { mode, uid } = await lstat(each);
      if ((mode & 0o077) !== 0 || uid !== process.geteuid?.()) return refuse("open-to-others", each);
    }
    const isNew = !kept.some((each) => existsSync(each)) && (await readdir(keys)).length === 0;
    if (isNew) await syncFolder(folder);
    return accept({ signerFile, database, ledger, keys, head, isNew });
  } catch (error) {
    return refuse("unusable-folder", `${folder}: ${(error as NodeJS.ErrnoException).code ?? "unknown"}`);
  }
}

async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
