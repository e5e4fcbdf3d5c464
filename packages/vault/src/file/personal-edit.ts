import { replaceFile } from "../disk/replace-file.ts";
import { type FolderReason, writePin } from "../keys/host-folder.ts";
import { type Person, type PersonReason, readCache, readPerson, writeCache } from "../keys/person-folder.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { lockEdits } from "./edit-lock.ts";
import { pinOf } from "./pin.ts";
import { type PrivateCache, rememberValues } from "./private-cache.ts";
import { parseFile, type SealedFile } from "./sealed-file.ts";
import { type ReadReason, readTrustedFile } from "./trusted-file.ts";
import { type TrustReason, verifyFile } from "./verify-file.ts";
import type { Edit } from "./write-file.ts";

export type PersonalReason =
  | ReadReason
  | TrustReason
  | FolderReason
  | PersonReason
  /** The owner has not listed this person's key among the editors. `detail` is the person's name. */
  | "no-editor"
  /** Somebody else edits in this person's name, for longer than anybody waits. */
  | "busy"
  /** Nothing can be locked in the person's folder. `detail` is a path, and why. */
  | "no-lock"
  /** The file is written, and what was seen of it could not be remembered. `detail` is the code of the system's error. */
  | "not-remembered";

export interface PersonalEdit {
  /** The person's folder. */
  readonly home: string;
  /** The sealed file. */
  readonly file: string;
  readonly at: Date;
  /** What is set by this edit, for the private cache. */
  readonly values?: ReadonlyMap<string, string>;
  /** Say what would come out, and write nothing. */
  readonly dryRun?: boolean;
}

/**
 * Edits a sealed file as a person does: nothing is written unless the file is its pinned owner's, as new as the newest that was seen, and
 * the person is one of its editors. Gives the file as it is now.
 */
export async function editAsPerson<R extends string>(
  { home, file, at, values = new Map(), dryRun = false }: PersonalEdit,
  change: (sealed: SealedFile, edit: Edit, cache: PrivateCache) => Outcome<Buffer, R>,
): Promise<Outcome<SealedFile, PersonalReason | R>> {
  const person = await readPerson(home);
  if (!person.ok) return person;
  const release = await lockEdits(home);
  if (!release.ok) return release;
  try {
    const trusted = await readTrustedFile(home, file);
    if (!trusted.ok) return trusted;
    const { sealed, pin, path, mode } = trusted.value;
    const edit = editBy(person.value, sealed, at);
    if (!edit.ok) return edit;
    const cache = await readCache(home, pin.file);
    if (!cache.ok) return cache;
    const bytes = change(sealed, edit.value, cache.value);
    if (!bytes.ok) return bytes;
    const next = parseFile(bytes.value);
    if (!next.ok) return next;
    const verified = verifyFile(next.value, pin);
    if (!verified.ok) return verified;
    if (dryRun) return next;
    const written = await replaceFile(path, bytes.value, mode);
    if (!written.ok) return written;
    // the file first: a pin that is ahead of it would make it an older one
    for (const remembered of [
      await writePin(home, pinOf(next.value)),
      await writeCache(home, pin.file, rememberValues(cache.value, values, next.value)),
    ])
      if (!remembered.ok) return refuse("not-remembered", remembered.detail);
    return next;
  } finally {
    release.value();
  }
}

/** An edit by a person whom the owner has listed: his key decides, and the header's name for it stands in the last line. */
export function editBy({ name, signer }: Person, { header }: SealedFile, at: Date): Outcome<Edit, "no-editor"> {
  const editor = header.content.editors.find(({ key }) => key === signer.publicKey);
  return editor === undefined ? refuse("no-editor", name) : accept({ by: editor.name, signer, at });
}
