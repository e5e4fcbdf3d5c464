import { createPrivateKey, randomBytes } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fromText, toText } from "../bytes.ts";
import { canonicalText, readCanonical } from "../canonical.ts";
import { replaceFile } from "../disk/replace-file.ts";
import type { Pin } from "../file/pin.ts";
import { isBytes, isCount, isObject } from "../file/shape.ts";
import type { HostKeys } from "../opener/ask.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { localKeyLength } from "./kek.ts";
import { generateSigner, signerOf } from "./signing.ts";

export type FolderReason =
  /** Keys are there already, and others would be lost with them. */
  | "keys-exist"
  /** No keys are there. */
  | "no-keys"
  /** Somebody else can read or write what only this user should. `detail` is the path. */
  | "open-to-others"
  /** What lies there is no key. `detail` is the path. */
  | "malformed-key"
  /** The file is not pinned here: who its owner is has to be said once, by somebody who knows. */
  | "not-pinned"
  | "malformed-pin"
  /** `detail` is the code of the system's error. */
  | "unreadable"
  | "not-written";

const localKeyFile = "local.key";
const signingKeyFile = "signing.key";
export const hostKeyFiles = [localKeyFile, signingKeyFile] as const;

/**
 * Makes the keys of a host in a folder of its own, which belongs to the user who opens and not to the application's. They never leave
 * it. Refuses with `keys-exist` where there are some.
 */
export async function createHostKeys(folder: string): Promise<Outcome<HostKeys, FolderReason>> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") return refuse("not-written", codeOf(error));
  }
  const found = await readHostKeys(folder);
  if (found.ok || found.reason !== "no-keys") return found.ok ? refuse("keys-exist", folder) : found;
  const keys: HostKeys = { localKey: randomBytes(localKeyLength), signer: generateSigner() };
  const pem = keys.signer.secretKey.export({ format: "pem", type: "pkcs8" });
  // the local key last: without it, whatever is there is no pair, and is made anew
  for (const [name, text] of [
    [signingKeyFile, String(pem)],
    [localKeyFile, `${toText(keys.localKey)}\n`],
  ] as const) {
    const written = await replaceFile(join(folder, name), text, 0o400);
    if (!written.ok) return refuse("not-written", written.detail);
  }
  return accept(keys);
}

/** The keys of a host, and whether systemd gave both. */
export interface FoundKeys extends HostKeys {
  readonly fromCredentials: boolean;
}

/**
 * The keys of this host: each from the folder of credentials that systemd gives a service, if one is named and has it, else from the
 * host's own folder. Refuses with `no-keys`, `open-to-others`, `malformed-key` and `unreadable`.
 */
export async function readHostKeys(folder: string, credentials?: string): Promise<Outcome<FoundKeys, FolderReason>> {
  const local = readKey(folder, localKeyFile, credentials);
  if (!local.ok) return local;
  const localKey = fromText(local.value.text.trim(), localKeyLength);
  if (localKey === undefined) return refuse("malformed-key", local.value.path);
  const signing = readKey(folder, signingKeyFile, credentials);
  if (!signing.ok) return signing;
  try {
    const signer = signerOf(createPrivateKey(signing.value.text));
    return accept({ localKey, signer, fromCredentials: local.value.given && signing.value.given });
  } catch {
    return refuse("malformed-key", signing.value.path);
  }
}

interface KeyText {
  readonly text: string;
  readonly path: string;
  /** By systemd. */
  readonly given: boolean;
}

function readKey(folder: string, name: string, credentials?: string): Outcome<KeyText, FolderReason> {
  if (credentials !== undefined) {
    const credential = `secondlock-${name.replace(".", "-")}`;
    // to a service with a user of its own systemd gives it by an access control list, whose mask stands where the group's rights do
    const given = readOwn(credentials, credential, 0o037);
    if (given.ok) return accept({ text: given.value, path: join(credentials, credential), given: true });
    if (given.reason !== "no-keys") return given;
  }
  const own = readOwn(folder, name);
  return own.ok ? accept({ text: own.value, path: join(folder, name), given: false }) : own;
}

const isPin = isObject({
  file: isBytes(16),
  owner: isBytes(32),
  sequence: isCount,
  headerVersion: isCount,
  digest: isBytes(32),
});

/** What this host remembers of a file. Refuses with `not-pinned`, `open-to-others`, `malformed-pin` and `unreadable`. */
export async function readPin(folder: string, file: string): Promise<Outcome<Pin, FolderReason>> {
  const text = readOwn(folder, pinFile(file));
  if (!text.ok) return text.reason === "no-keys" ? refuse("not-pinned", file) : text;
  const pin = readCanonical(text.value.trim());
  return isPin(pin) ? accept(pin as Pin) : refuse("malformed-pin", join(folder, pinFile(file)));
}

/** Remembers a file. Refuses with `not-written`. */
export async function writePin(folder: string, pin: Pin): Promise<Outcome<undefined, FolderReason>> {
  const written = await replaceFile(join(folder, pinFile(pin.file)), `${canonicalText(pin)}\n`, 0o600);
  return written.ok ? written : refuse("not-written", written.detail);
}

function pinFile(file: string): string {
  return `pin-${file}`;
}

/**
 * A file that only its owner can read or write, in a folder that only its owner can write, and the owner is who runs this, or root.
 * At once: a start waits for it, and what a start reads takes ten times as long when it is asked of another thread.
 */
export function readOwn(folder: string, name: string, forbidden = 0o077): Outcome<string, FolderReason> {
  const path = join(folder, name);
  try {
    for (const [each, others] of [
      [folder, 0o022],
      [path, forbidden],
    ] as const) {
      const { mode, uid } = lstatSync(each);
      if ((mode & others) !== 0 || (uid !== 0 && uid !== process.geteuid?.())) return refuse("open-to-others", each);
    }
    return accept(readFileSync(path, "utf8"));
  } catch (error) {
    return codeOf(error) === "ENOENT" ? refuse("no-keys", path) : refuse("unreadable", codeOf(error));
  }
}

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown";
}
