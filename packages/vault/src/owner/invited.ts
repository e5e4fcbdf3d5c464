import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../disk/replace-file.ts";
import type { SealedFile } from "../file/sealed-file.ts";
import { editAsPerson, type PersonalReason } from "../file/personal-edit.ts";
import { readTrustedFile } from "../file/trusted-file.ts";
import { putWraps } from "../hosts/add-wraps.ts";
import { type Invitation, readInvitation } from "../hosts/invitation.ts";
import { readWraps } from "../hosts/make-wraps.ts";
import type { Person } from "../keys/person-folder.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

export type InvitedReason =
  | PersonalReason
  /** Nobody of this name was invited from here. */
  | "not-invited"
  /** Only the owner of a file lets hosts in. */
  | "not-the-owner"
  | "malformed-wraps"
  | "not-the-hosts"
  | "another-wrap";

/** Where an owner works on a file. */
export interface OwnersDesk {
  readonly home: string;
  readonly file: string;
  readonly person: Person;
  readonly at: Date;
}

function fileOf(home: string, file: string, host: string): string {
  return join(home, `invited-${file}-${host}`);
}

/** Remembers an invitation until its host has answered. Refuses with `not-written`. */
export async function rememberInvitation(
  home: string,
  { file, host }: Invitation,
  line: string,
): Promise<Outcome<undefined, "not-written">> {
  return await replaceFile(fileOf(home, file, host), line, 0o600);
}

/** Puts a host's wraps into the file, as its owner: those that it was invited to, and no others. Tells the host. */
export async function takeWraps(
  { home, file, person, at }: OwnersDesk,
  line: string,
): Promise<Outcome<{ readonly host: string; readonly sealed: SealedFile }, InvitedReason>> {
  const trusted = await readTrustedFile(home, file);
  if (!trusted.ok) return trusted;
  const [, host = ""] = /"host":"([a-z0-9._-]{1,63})"/.exec(line.slice(0, 65_536)) ?? [];
  const path = fileOf(home, trusted.value.pin.file, host);
  const kept = await readFile(path, "utf8").catch(() => undefined);
  if (kept === undefined) return refuse("not-invited", host);
  const sent = readInvitation(kept, person.signer.publicKey);
  if (!sent.ok) return refuse("not-invited", host);
  const wraps = readWraps(line, sent.value.invitation);
  if (!wraps.ok) return wraps;
  const edited = await editAsPerson<InvitedReason>({ home, file, at }, (sealed, edit) =>
    sealed.header.content.owner === edit.signer.publicKey
      ? accept(putWraps(sealed, host, wraps.value, edit))
      : refuse("not-the-owner", edit.by),
  );
  if (!edited.ok) return edited;
  await rm(path, { force: true });
  return accept({ host, sealed: edited.value });
}
