import { replaceFile } from "../disk/replace-file.ts";
import { type FolderReason, readPin } from "../keys/host-folder.ts";
import { readPerson } from "../keys/person-folder.ts";
import { accept, type Outcome } from "../outcome.ts";
import { mergeFiles, type Sides } from "./merge.ts";
import { editBy, type PersonalReason } from "./personal-edit.ts";
import { type Pin, pinOf } from "./pin.ts";
import { parseFile } from "./sealed-file.ts";
import { type ReadReason, readSealedFile } from "./trusted-file.ts";
import { type TrustReason, verifyFile } from "./verify-file.ts";

export interface PersonalMerge {
  readonly home: string;
  /** Paths of three files, as git gives them to a merge driver; what comes out takes the place of `ours`. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly at: Date;
}

/**
 * Merges two branches of a sealed file. Both must follow from the one that they were made of: an older file on one side would bring back
 * older values. Gives the names that both changed; for those our side stands. The pin stays as it is: a merge can be given up.
 */
export async function mergeAsPerson({
  home,
  at,
  ...paths
}: PersonalMerge): Promise<Outcome<readonly string[], PersonalReason>> {
  const person = await readPerson(home);
  if (!person.ok) return person;
  const trusted = await readTrustedSides(home, paths);
  if (!trusted.ok) return trusted;
  const { sides, pin, mode } = trusted.value;
  const edit = editBy(person.value, sides.ours, at);
  if (!edit.ok) return edit;
  const { bytes, conflicts } = mergeFiles(sides, edit.value);
  const next = parseFile(bytes);
  if (!next.ok) return next;
  const verified = verifyFile(next.value, pin);
  if (!verified.ok) return verified;
  const written = await replaceFile(paths.ours, bytes, mode);
  return written.ok ? accept(conflicts) : written;
}

interface Trusted {
  readonly sides: Sides;
  readonly pin: Pin;
  readonly mode: number;
}

async function readTrustedSides(
  home: string,
  paths: Pick<PersonalMerge, "base" | "ours" | "theirs">,
): Promise<Outcome<Trusted, ReadReason | TrustReason | FolderReason>> {
  const base = await readSealedFile(paths.base);
  if (!base.ok) return base;
  const ours = await readSealedFile(paths.ours);
  if (!ours.ok) return ours;
  const theirs = await readSealedFile(paths.theirs);
  if (!theirs.ok) return theirs;
  const sides = { base: base.value.sealed, ours: ours.value.sealed, theirs: theirs.value.sealed };
  const pin = await readPin(home, sides.ours.header.content.file);
  if (!pin.ok) return pin;
  // a branch may begin before what was seen last: only what comes out has to be as new as that
  const begin = verifyFile(sides.base, { ...pin.value, sequence: 0, headerVersion: 0 });
  if (!begin.ok) return begin;
  for (const side of [sides.ours, sides.theirs]) {
    const verified = verifyFile(side, pinOf(sides.base));
    if (!verified.ok) return verified;
  }
  return accept({ sides, pin: pin.value, mode: ours.value.mode });
}
