import { createPrivateKey } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { canonicalText, readCanonical } from "../canonical.ts";
import { replaceFile } from "../disk/replace-file.ts";
import { cacheText, emptyCache, parseCache, type PrivateCache } from "../file/private-cache.ts";
import { isBytes, isName, isObject, isOrigin } from "../file/shape.ts";
import type { KnownConfirmer } from "../file/wrap.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { codeOf, type FolderReason, readOwn } from "./host-folder.ts";
import { type Signer, signerOf, typedSigner } from "./signing.ts";

/** An owner, an editor or an approver, on his own computer. */
export interface Person {
  /** How files and logs call him. */
  readonly name: string;
  readonly signer: Signer;
}

export type PersonReason =
  | Extract<FolderReason, "open-to-others" | "malformed-key" | "unreadable" | "not-written">
  /** Nobody is set up in this folder. */
  | "no-person"
  /** Somebody is already, and another key would take his place. */
  | "person-exists"
  /** The name is none that a file can have. */
  | "bad-name"
  /** What is known of a confirmer was changed by hand. `detail` is the path. */
  | "malformed-confirmer"
  /** The private cache of a file was changed by hand. `detail` is the path. */
  | "malformed-cache";

const signerFile = "signer.pem";
const nameFile = "name";
const confirmersFolder = "confirmers";
const mostConfirmers = 64;

/** Where a person's folder is: `$SECONDLOCK_HOME`, else `$XDG_CONFIG_HOME/secondlock`, else `~/.config/secondlock`. */
export function personFolder(env: NodeJS.ProcessEnv): string {
  const { SECONDLOCK_HOME: own = "", XDG_CONFIG_HOME: config = "", HOME: home = "" } = env;
  if (own !== "") return own;
  // the XDG specification: a path that is not absolute counts for nothing
  return join(config.startsWith("/") ? config : join(home === "" ? homedir() : home, ".config"), "secondlock");
}

/** Makes the key of a person, in a folder of his own. Refuses with `person-exists` where there is one, and with `bad-name`. */
export async function createPerson(folder: string, name: string): Promise<Outcome<Person, PersonReason>> {
  if (!isName(name)) return refuse("bad-name", name.slice(0, 80));
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    return refuse("not-written", codeOf(error));
  }
  const found = await readPerson(folder);
  if (found.ok || found.reason !== "no-person") return found.ok ? refuse("person-exists", folder) : found;
  const signer = typedSigner();
  // the key last: without it nobody is there, and the next try makes both anew
  for (const [file, text] of [
    [nameFile, `${name}\n`],
    [signerFile, String(signer.secretKey.export({ format: "pem", type: "pkcs8" }))],
  ] as const) {
    const written = await replaceFile(join(folder, file), text, 0o600);
    if (!written.ok) return written;
  }
  return accept({ name, signer });
}

/** Who works here. Refuses with `no-person`, `open-to-others`, `malformed-key`, `bad-name` and `unreadable`. */
export async function readPerson(folder: string): Promise<Outcome<Person, PersonReason>> {
  const key = await readFrom(folder, signerFile);
  if (!key.ok) return key;
  const name = await readFrom(folder, nameFile);
  if (!name.ok) return name;
  if (!isName(name.value.trim())) return refuse("bad-name", join(folder, nameFile));
  try {
    return accept({ name: name.value.trim(), signer: signerOf(createPrivateKey(key.value)) });
  } catch {
    return refuse("malformed-key", join(folder, signerFile));
  }
}

const isKnownConfirmer = isObject({ confirmer: isName, origin: isOrigin, key: isBytes(32) });

/** The confirmers that a person knows, by name. Refuses with `malformed-confirmer`, `open-to-others` and `unreadable`. */
export async function readConfirmers(folder: string): Promise<Outcome<readonly KnownConfirmer[], PersonReason>> {
  const inside = join(folder, confirmersFolder);
  let files: readonly string[];
  try {
    files = (await readdir(inside)).filter((file) => !isPart(file)).toSorted();
  } catch (error) {
    return codeOf(error) === "ENOENT" ? accept([]) : refuse("unreadable", codeOf(error));
  }
  const known: KnownConfirmer[] = [];
  for (const file of files.slice(0, mostConfirmers)) {
    const text = await readFrom(inside, file);
    if (!text.ok) return text;
    const content = readCanonical(text.value.trim());
    if (!isKnownConfirmer(content) || (content as KnownConfirmer).confirmer !== file) {
      return refuse("malformed-confirmer", join(inside, file));
    }
    known.push(content as KnownConfirmer);
  }
  return accept(known);
}

/**
 * Remembers a confirmer, wherever it answers now. Refuses with `known-otherwise` where one of this name has another key, unless it is to
 * be replaced; `detail` is the name. Throws TypeError for what is no confirmer.
 */
export async function writeConfirmer(
  folder: string,
  confirmer: KnownConfirmer,
  replace = false,
): Promise<Outcome<undefined, PersonReason | "known-otherwise">> {
  if (!isKnownConfirmer(confirmer) || isPart(confirmer.confirmer)) throw new TypeError("this is no confirmer");
  const known = await readConfirmers(folder);
  if (!known.ok) return known;
  const isAnother = known.value.some((each) => each.confirmer === confirmer.confirmer && each.key !== confirmer.key);
  if (isAnother && !replace) return refuse("known-otherwise", confirmer.confirmer);
  const inside = join(folder, confirmersFolder);
  try {
    await mkdir(inside, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") return refuse("not-written", codeOf(error));
  }
  return await replaceFile(join(inside, confirmer.confirmer), `${canonicalText(confirmer)}\n`, 0o600);
}

/** What this person remembers of the values of a file. Refuses with `malformed-cache`, `open-to-others` and `unreadable`. */
export async function readCache(folder: string, file: string): Promise<Outcome<PrivateCache, PersonReason>> {
  const text = await readFrom(folder, cacheFile(file));
  if (!text.ok) return text.reason === "no-person" ? accept(emptyCache()) : text;
  const cache = parseCache(text.value.trim());
  return cache === undefined ? refuse("malformed-cache", join(folder, cacheFile(file))) : accept(cache);
}

/** Refuses with `not-written`. */
export async function writeCache(
  folder: string,
  file: string,
  cache: PrivateCache,
): Promise<Outcome<undefined, PersonReason>> {
  return await replaceFile(join(folder, cacheFile(file)), `${cacheText(cache)}\n`, 0o600);
}

function cacheFile(file: string): string {
  return `cache-${file}`;
}

/** What writing leaves behind when the computer stops in the middle. */
function isPart(file: string): boolean {
  return file.endsWith(".part");
}

async function readFrom(folder: string, file: string): Promise<Outcome<string, PersonReason>> {
  const text = readOwn(folder, file);
  if (text.ok) return text;
  if (text.reason === "no-keys") return refuse("no-person", text.detail);
  return refuse(text.reason === "open-to-others" ? text.reason : "unreadable", text.detail);
}
