import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";
import { createFile } from "../disk/replace-file.ts";
import { generateSigner, type Signer, signerOf } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** What a confirmer signs answers and heads with. */
export interface OwnSigner {
  readonly signer: Signer;
  /** Of the signer. */
  readonly publicKey: KeyObject;
}

export type SignerReason =
  /** The confirmer has keys or a log, and no signer: another one would be nobody's that a host knows. `detail` is the path. */
  | "no-signer"
  | "malformed-signer"
  | "open-to-others"
  /** `detail` is the path and the code of the system's error. */
  | "unusable-folder";

/** Reads a confirmer's signer from its file, which the first start makes. */
export async function ownSigner(file: string, isNew: boolean): Promise<Outcome<OwnSigner, SignerReason>> {
  if (isNew) {
    const pem = generateSigner().secretKey.export({ format: "pem", type: "pkcs8" });
    const made = await createFile(file, pem, 0o600);
    if (!made.ok && made.reason !== "exists") return refuse("unusable-folder", `${file}: ${made.detail}`);
  }
  try {
    if (((await lstat(file)).mode & 0o077) !== 0) return refuse("open-to-others", file);
    const signer = readSigner(await readFile(file));
    if (signer === undefined) return refuse("malformed-signer", file);
    return accept({ signer, publicKey: createPublicKey(signer.secretKey) });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    return code === "ENOENT" ? refuse("no-signer", file) : refuse("unusable-folder", `${file}: ${code}`);
  }
}

function readSigner(pem: Buffer): Signer | undefined {
  try {
    return signerOf(createPrivateKey(pem));
  } catch {
    return undefined;
  }
}
