import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { lstat, mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { replaceFile } from "../disk/replace-file.ts";
import { generateSigner, type Signer, signerOf } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** What a confirmer keeps, and where. Only the first two may be in a backup. */
export interface ServiceFolder {
  readonly database: string;
  readonly ledger: string;
  /** Wrapping keys: see KeyCustody. */
  readonly keys: string;
  /** The newest signed head of the log. */
  readonly head: string;
  /** Signs answers and heads. */
  readonly signer: Signer;
  /** Of the signer. */
  readonly publicKey: KeyObject;
  /** Nothing was there: this is the first start. */
  readonly isNew: boolean;
}

export type ServiceFolderReason =
  /** Somebody else can read or write there. `detail` is the path. */
  | "open-to-others"
  /** It has keys or a log, and no `signer.pem`: another one would be nobody's that a host knows. */
  | "no-signer"
  | "malformed-signer"
  /** `detail` is the path and the code of the system's error. */
  | "unusable-folder";

/** Finds the folder of a confirmer, or makes it, for its user alone. */
export async function serviceFolder(path: string): Promise<Outcome<ServiceFolder, ServiceFolderReason>> {
  const folder = resolve(path);
  const [signerFile, database, ledger, keys, head] = (
    ["signer.pem", "confirmer.db", "ledger", "keys", "head"] as const
  ).map((name) => join(folder, name)) as [string, string, string, string, string];
  try {
    await makeFolder(dirname(folder), 0o755);
    for (const each of [folder, keys]) {
      await makeFolder(each, 0o700);
      const { mode, uid } = await lstat(each);
      if ((mode & 0o077) !== 0 || uid !== process.geteuid?.()) return refuse("open-to-others", each);
    }
    const isNew = ![signerFile, database, ledger, head].some((each) => existsSync(each));
    if (isNew) {
      const pem = generateSigner().secretKey.export({ format: "pem", type: "pkcs8" });
      const written = await replaceFile(signerFile, pem, 0o600);
      if (!written.ok) return refuse("unusable-folder", `${signerFile}: ${written.detail}`);
    }
    if (!existsSync(signerFile)) return refuse("no-signer", signerFile);
    if (((await lstat(signerFile)).mode & 0o077) !== 0) return refuse("open-to-others", signerFile);
    const signer = readSigner(await readFile(signerFile));
    if (signer === undefined) return refuse("malformed-signer", signerFile);
    const publicKey = createPublicKey(signer.secretKey);
    return accept({ database, ledger, keys, head, signer, publicKey, isNew });
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

function readSigner(pem: Buffer): Signer | undefined {
  try {
    return signerOf(createPrivateKey(pem));
  } catch {
    return undefined;
  }
}
