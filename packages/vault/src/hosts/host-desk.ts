import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Identity } from "@secondlock/age";
import { readTrustedFile, type ReadReason } from "../file/trusted-file.ts";
import type { TrustReason } from "../file/verify-file.ts";
import { createCardKey, readCardKey, removeCardKey } from "../keys/card-key.ts";
import { createHostKeys, type FolderReason, readHostKeys, readPin } from "../keys/host-folder.ts";
import { replaceHostKeys } from "../keys/new-host-keys.ts";
import type { HostKeys } from "../opener/ask.ts";
import { bootOf } from "../opener/boot.ts";
import { openIdentity, type Opener, type OpenReason } from "../opener/open-file.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { type HostCard, writeCard } from "./card.ts";
import {
  handOver,
  type InvitationReason,
  lineOf,
  readInvitation,
  type SentInvitation,
  takeOver,
} from "./invitation.ts";
import { makeWraps, writeWraps } from "./make-wraps.ts";

/** Where a host works: its keys, its name in files, the way to confirmers. */
export interface HostDesk extends Pick<Opener, "wait" | "waits"> {
  readonly keys: string;
  readonly host: string;
  readonly send: Opener["send"];
  /** The sealed file, for a host that opens it already. */
  readonly file?: string;
  /** The owner's public key, where the file is not pinned here yet. */
  readonly owner?: string;
}

export type HostReason = FolderReason | InvitationReason | OpenReason | ReadReason | TrustReason;

/** Tells who this host is, and makes its keys when there are none, or when the old ones may be known to somebody. Each card is good for one hand-over, the one before no more. */
export async function makeCard(
  { keys: folder, host }: Pick<HostDesk, "keys" | "host">,
  newKeys = false,
): Promise<Outcome<string, HostReason>> {
  await mkdir(dirname(folder), { recursive: true }).catch(() => undefined);
  const found = newKeys ? await replaceHostKeys(folder) : await readHostKeys(folder);
  const keys = found.ok || found.reason !== "no-keys" ? found : await createHostKeys(folder);
  if (!keys.ok) return keys;
  const identity = await createCardKey(folder);
  if (!identity.ok) return identity;
  const { signer } = keys.value;
  return accept(writeCard({ host, key: signer.publicKey, recipient: identity.value.recipient.text }, signer));
}

/** Makes the wraps that an owner invited this host to: the file's identity was handed over, or this host opens the file already. */
export async function acceptInvitation(desk: HostDesk, line: string): Promise<Outcome<string, HostReason>> {
  const keys = await readHostKeys(desk.keys);
  if (!keys.ok) return keys;
  const owner = await ownerOf(desk, line);
  if (!owner.ok) return owner;
  const sent = readInvitation(line, owner.value);
  if (!sent.ok) return sent;
  const opener = await openerOf(desk, keys.value, sent.value.invitation.file);
  const identity =
    sent.value.box === undefined
      ? await openedHere(desk, opener, sent.value)
      : await handedOver(desk, keys.value, sent.value);
  if (!identity.ok) return identity;
  const wraps = await makeWraps(sent.value.invitation, identity.value, opener);
  if (!wraps.ok) return wraps;
  const removed = await removeCardKey(desk.keys);
  return removed.ok ? accept(writeWraps(wraps.value, keys.value.signer)) : removed;
}

/** Puts the file's identity into an invitation for another host: this one opens the file, the owner said for whom. */
export async function passOn(desk: HostDesk, line: string): Promise<Outcome<string, HostReason>> {
  const keys = await readHostKeys(desk.keys);
  if (!keys.ok) return keys;
  const owner = await ownerOf({ keys: desk.keys }, line);
  if (!owner.ok) return owner;
  const sent = readInvitation(line, owner.value);
  if (!sent.ok) return sent;
  const identity = await openedHere(desk, await openerOf(desk, keys.value, sent.value.invitation.file), sent.value);
  return identity.ok ? accept(lineOf(handOver(sent.value, identity.value))) : identity;
}

/** Who may invite: the pinned owner, or who is named where nobody is pinned yet. */
async function ownerOf(
  { keys, owner }: Pick<HostDesk, "keys" | "owner">,
  line: string,
): Promise<Outcome<string, HostReason>> {
  // which file it is for decides whose signature is looked for; it is in what that covers
  const [, file = ""] = /"file":"([A-Za-z0-9_-]{22})"/.exec(line.slice(0, 4_096)) ?? [];
  const pin = await readPin(keys, file);
  if (pin.ok) return accept(pin.value.owner);
  return pin.reason === "not-pinned" && owner !== undefined ? accept(owner) : pin;
}

async function openerOf(desk: HostDesk, keys: HostKeys, file: string): Promise<Opener> {
  return { ...desk, keys, boot: bootOf(file), purpose: "edit", known: new Map() };
}

async function handedOver(
  { keys: folder, host }: HostDesk,
  { signer }: HostKeys,
  sent: SentInvitation,
): Promise<Outcome<Identity, HostReason>> {
  const identity = await readCardKey(folder);
  if (!identity.ok) return identity.reason === "no-keys" ? refuse("another-hosts", host) : identity;
  const card: HostCard = { host, key: signer.publicKey, recipient: identity.value.recipient.text };
  return takeOver(sent, card, identity.value);
}

async function openedHere(
  { keys, file }: HostDesk,
  opener: Opener,
  { invitation }: SentInvitation,
): Promise<Outcome<Identity, HostReason>> {
  if (file === undefined) return refuse("no-file");
  const trusted = await readTrustedFile(keys, file);
  if (!trusted.ok) return trusted;
  const { sealed } = trusted.value;
  if (sealed.header.content.file !== invitation.file) return refuse("foreign-file");
  const identity = await openIdentity(sealed, opener);
  if (!identity.ok) return identity;
  return identity.value.recipient.text === invitation.identity ? identity : refuse("wrong-identity");
}
