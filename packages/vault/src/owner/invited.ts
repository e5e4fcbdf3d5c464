import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile, syncFolder } from "../disk/replace-file.ts";
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

/** `invited`: its host has not answered yet. `host`: what it answered is in the file. */
function fileOf(home: string, file: string, host: string, state: "invited" | "host" = "invited"): string {
  return join(home, `${state}-${file}-${host}`);
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
  // whose key it is in the file is remembered: no confirmer is asked that
  await rename(path, fileOf(home, trusted.value.pin.file, host, "host"));
  await syncFolder(home);
  return accept({ host, sealed: edited.value });
}

/** Which of a host's keys is meant: the one for which the confirmer's key of this `kid` was made. */
export interface AskedHost {
  readonly file: string;
  readonly host: string;
  readonly kid: string;
}

/** The public key of a host, as this owner invited it. Undefined: it was not from here, or by somebody else. */
export async function invitedKey(
  home: string,
  { file, host, kid }: AskedHost,
  owner: string,
): Promise<string | undefined> {
  for (const state of ["host", "invited"] as const) {
    const line = await readFile(fileOf(home, file, host, state), "utf8").catch(() => "");
    const read = readInvitation(line, owner);
    if (!read.ok) continue;
    const { invitation } = read.value;
    const isMeant = invitation.file === file && invitation.host === host;
    if (isMeant && invitation.wraps.flat().some((key) => key.kid === kid)) return invitation.key;
  }
  return undefined;
}

/** Whether a host of this name is in the file already, and is not known to have this key: then another host takes its place. */
export async function takesAnothersPlace(
  home: string,
  sealed: SealedFile,
  { host, key }: Pick<Invitation, "host" | "key">,
): Promise<boolean> {
  const { file, owner } = sealed.header.content;
  const kids = sealed.wraps.flatMap(({ content }) =>
    content.host === host ? content.confirmers.map(({ kid }) => kid) : [],
  );
  for (const kid of kids) if ((await invitedKey(home, { file, host, kid }, owner)) !== key) return true;
  return false;
}
