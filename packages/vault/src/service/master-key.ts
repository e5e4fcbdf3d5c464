import { randomBytes } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fromText, toText } from "../bytes.ts";
import { masterKeyLength } from "../confirmer/key-custody.ts";
import { createFile } from "../disk/replace-file.ts";
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

/** Where the master key is, and who put it there. */
export interface MasterKeyPlace {
  readonly path: string;
  /** `file`: somebody named it; `credential`: systemd delivers it; `beside`: it lies beside the folder. */
  readonly kind: "file" | "credential" | "beside";
}

/** The credential's name in the unit. */
export const masterKeyCredential = "secondlock-master-key";

/** `file` is what somebody named, `credentials` is systemd's `$CREDENTIALS_DIRECTORY`. */
export function masterKeyPlace(
  folder: string,
  file: string | undefined,
  credentials: string | undefined,
): MasterKeyPlace {
  if (file !== undefined) return { path: file, kind: "file" };
  if (credentials !== undefined) return { path: join(credentials, masterKeyCredential), kind: "credential" };
  return { path: `${resolve(folder)}.master-key`, kind: "beside" };
}

/**
 * Reads the master key. Beside the folder it is made where there is none, if `isNew`: the confirmer has nothing encrypted yet. One that
 * is there is never replaced.
 */
export async function masterKey(
  { path, kind }: MasterKeyPlace,
  isNew: boolean,
): Promise<Outcome<MasterKey, MasterKeyReason>> {
  const beside = kind === "beside";
  if (beside && isNew) {
    const made = await createFile(path, `${toText(randomBytes(masterKeyLength))}\n`, 0o600);
    if (!made.ok && made.reason !== "exists") return refuse("unreadable-master-key", `${path}: ${made.detail}`);
  }
  try {
    // systemd gives its credentials to the unit's user by an access list, which shows as rights of the group
    if (kind !== "credential" && ((await lstat(path)).mode & 0o077) !== 0) return refuse("open-to-others", path);
    const key = fromText((await readFile(path, "utf8")).trim(), masterKeyLength);
    return key === undefined ? refuse("malformed-master-key", path) : accept({ key, beside });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    return code === "ENOENT" ? refuse("no-master-key", path) : refuse("unreadable-master-key", `${path}: ${code}`);
  }
}
