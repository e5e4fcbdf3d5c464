import {
  decryptFile,
  encryptFile,
  type Identity,
  identityBytes,
  identityOfBytes,
  parseRecipient,
} from "@secondlock/age";
import { canonicalText, readCanonical } from "../canonical.ts";
import { isBytes, isListOf, isName, isObject, isOneOf, isRecipient } from "../file/shape.ts";
import { type ConfirmerKey, isConfirmerKey } from "../file/wrap.ts";
import { type Signer, signText, verifyText } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { HostCard } from "./card.ts";

/**
 * An owner's word that a host may make wraps of its own: of which file, and with which keys of which confirmers. The file's identity
 * lies in it for a host that cannot open the file yet; one that can opens it itself.
 */
export interface Invitation {
  readonly file: string;
  /** Of the header: what is handed over has to be its identity. */
  readonly identity: string;
  readonly mode: "all-of" | "any-of";
  readonly host: string;
  readonly key: string;
  /** Of the host's card. */
  readonly recipient: string;
  /** One list for each wrap. */
  readonly wraps: readonly (readonly ConfirmerKey[])[];
}

export interface SentInvitation {
  readonly invitation: Invitation;
  readonly text: string;
  readonly signature: string;
  /** A file of age for the card's recipient. */
  readonly box: Buffer | undefined;
}

export type InvitationReason =
  | "malformed-invitation"
  /** Signed by somebody else than the owner that is pinned. */
  | "not-the-owners"
  /** For another host, or for an earlier card of this one. */
  | "another-hosts"
  /** What was handed over is not the identity of the file. */
  | "wrong-identity";

const fits = isObject({
  file: isBytes(16),
  identity: isRecipient,
  mode: isOneOf("all-of", "any-of"),
  host: isName,
  key: isBytes(32),
  recipient: isRecipient,
  wraps: isListOf(
    isListOf(isConfirmerKey, 8, (key) => (key as ConfirmerKey).kid),
    8,
    (wrap) => canonicalText(wrap),
  ),
});

/** One line, which an owner signs. */
export function writeInvitation(invitation: Invitation, owner: Signer, identity?: Identity): string {
  const text = canonicalText(invitation);
  const sent = { invitation, text, signature: signText(owner, "hand-over", text), box: undefined };
  return lineOf(identity === undefined ? sent : handOver(sent, identity));
}

/** Puts the file's identity in, for the invited host alone. Whoever can open the file can do that; the owner said for whom. */
export function handOver(sent: SentInvitation, identity: Identity): SentInvitation {
  const recipient = parseRecipient(sent.invitation.recipient);
  if (!recipient.ok) throw new TypeError("the invitation was not read before");
  return { ...sent, box: encryptFile(Buffer.from(identityBytes(identity)), [recipient.value]) };
}

export function lineOf({ text, signature, box }: SentInvitation): string {
  return `secondlock-invitation ${text} ${signature} ${box?.toString("base64url") ?? "-"}\n`;
}

/** Refuses with `malformed-invitation` and, where the owner is known, with `not-the-owners`. */
export function readInvitation(line: string, owner: string): Outcome<SentInvitation, InvitationReason> {
  const pattern = /^secondlock-invitation (\{.{1,20000}\}) ([A-Za-z0-9_-]{86}) (-|[A-Za-z0-9_-]{1,4000})$/;
  const [, text = "", signature = "", box = "-"] = pattern.exec(line.trim()) ?? [];
  const content = readCanonical(text);
  if (!fits(content)) return refuse("malformed-invitation");
  if (!verifyText(owner, "hand-over", text, signature)) return refuse("not-the-owners");
  const invitation = content as Invitation;
  return accept({ invitation, text, signature, box: box === "-" ? undefined : Buffer.from(box, "base64url") });
}

/** What was handed over. Refuses with `another-hosts` and `wrong-identity`. */
export function takeOver(
  { invitation, box }: SentInvitation,
  card: HostCard,
  cardIdentity: Identity,
): Outcome<Identity, InvitationReason> {
  const { host, key, recipient } = invitation;
  if (box === undefined || host !== card.host || key !== card.key || recipient !== card.recipient)
    return refuse("another-hosts", host);
  const opened = decryptFile(box, cardIdentity);
  if (!opened.ok || opened.value.length !== 32) return refuse("wrong-identity");
  const identity = identityOfBytes(opened.value);
  return identity.recipient.text === invitation.identity ? accept(identity) : refuse("wrong-identity");
}
