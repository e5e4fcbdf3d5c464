import { randomBytes } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fromText, toText } from "../bytes.ts";
import { masterKeyLength } from "../confirmer/key-custody.ts";
import { replaceFile } from "../disk/replace-file.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

export interface MasterKey {
  readonly key: Buffer;
  /** It lies beside the folder: whoever copies the disk has both. */
  readonly beside: boolean;
}

export type MasterKeyReason =
  /** The confirmer has keys already, and no other master key opens them. `detail` is where it was looked for. */
  | "no-master-key"
  /** It is not 32 bytes as base64url. `detail` is the path. */
  | "malformed-master-key"
  | "open-to-others"
  /** `detail` is the path and the code of the system's error. */
  | "unreadable-master-key";

interface Where {
  readonly folder: string;
  /** A file that somebody named. */
  readonly file: string | undefined;
  /** systemd's `$CREDENTIALS_DIRECTORY`. */
  readonly credentials: string | undefined;
  /** Whether one is made where none was named: only before the confirmer has anything to encrypt. */
  readonly isNew: boolean;
}

/** The credential's name in the unit. */
export const masterKeyCredential = "secondlock-master-key";

/** Reads the master key from where it was delivered; without that, from beside the folder, where the first start makes it. */
export async function masterKey({
  folder,
  file,
  credentials,
  isNew,
}: Where): Promise<Outcome<MasterKey, MasterKeyReason>> {
  const delivered = file ?? (credentials === undefined ? undefined : join(credentials, masterKeyCredential));
  const path = delivered ?? `${resolve(folder)}.master-key`;
  const beside = delivered === undefined;
  if (beside && isNew) {
    const written = await replaceFile(path, `${toText(randomBytes(masterKeyLength))}\n`, 0o600);
    if (!written.ok) return refuse("unreadable-master-key", `${path}: ${written.detail}`);
  }
  try {
    // systemd gives its credentials to the unit's user by an access list, which shows as rights of the group
    const isCredential = file === undefined && !beside;
    if (!isCredential && ((await lstat(path)).mode & 0o077) !== 0) return refuse("open-to-others", path);
    const key = fromText((await readFile(path, "utf8")).trim(), masterKeyLength);
    return key === undefined ? refuse("malformed-master-key", path) : accept({ key, beside });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    return code === "ENOENT" ? refuse("no-master-key", path) : refuse("unreadable-master-key", `${path}: ${code}`);
  }
}
