import { randomBytes } from "node:crypto";
import { lstat } from "node:fs/promises";
import { generateIdentity, type Identity } from "@secondlock/age";
import { toText } from "../bytes.ts";
import { replaceFile } from "../disk/replace-file.ts";
import type { Header } from "../file/header.ts";
import { pinOf } from "../file/pin.ts";
import { emptyCache, rememberValues } from "../file/private-cache.ts";
import { parseFile, type SealedFile } from "../file/sealed-file.ts";
import { sealValue, type Value, type ValueReason } from "../file/value.ts";
import { isLoader } from "../file/variable.ts";
import { signHeader, writeFile } from "../file/write-file.ts";
import { type FolderReason, writePin } from "../keys/host-folder.ts";
import { type Person, writeCache } from "../keys/person-folder.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** What somebody wants sealed, whose it will be. */
export interface NewFile {
  readonly person: Person;
  /** His folder, for what he remembers of the file. */
  readonly home: string;
  readonly path: string;
  readonly values: ReadonlyMap<string, string>;
  /** Recipients that open it when all else fails, `age1...`. */
  readonly recovery: readonly string[];
  readonly mode: Header["mode"];
  /** Variables that decide what is loaded or run, and are wanted all the same. */
  readonly loaders: readonly string[];
  readonly at: Date;
}

export type SealReason = ValueReason | FolderReason | "loader" | "file-exists" | "file-full";

/**
 * Makes a sealed file that no host opens yet. What opens it is in what this gives and nowhere else, but with those who have the
 * recovery key: it is to be handed over to a host, and forgotten.
 */
export async function sealNewFile({
  person,
  home,
  path,
  values,
  recovery,
  mode,
  loaders,
  at,
}: NewFile): Promise<Outcome<{ readonly sealed: SealedFile; readonly identity: Identity }, SealReason>> {
  if (await lstat(path).catch(() => undefined)) return refuse("file-exists", path);
  const { name, signer } = person;
  const identity = generateIdentity();
  const header: Header = {
    ...{ format: 1, file: toText(randomBytes(16)), version: 1, identity: identity.recipient.text, recovery },
    ...{ owner: signer.publicKey, editors: [{ name, key: signer.publicKey }], loaders, mode },
  };
  const sealedValues: Value[] = [];
  for (const [variable, value] of values) {
    if (isLoader(variable) && !loaders.includes(variable)) return refuse("loader", variable);
    const sealed = sealValue(header, variable, 1, value, at);
    if (!sealed.ok) return sealed;
    sealedValues.push(sealed.value);
  }
  const content = { header: signHeader(header, signer), wraps: [], values: sealedValues };
  const bytes = writeFile(content, [], { by: name, signer, at });
  const parsed = parseFile(bytes);
  if (!parsed.ok) return refuse("file-full");
  const written = await replaceFile(path, bytes, 0o644);
  if (!written.ok) return written;
  for (const remembered of [
    await writePin(home, pinOf(parsed.value)),
    await writeCache(home, header.file, rememberValues(emptyCache(), values, parsed.value)),
  ])
    if (!remembered.ok) return refuse("not-written", remembered.detail);
  return accept({ sealed: parsed.value, identity });
}
