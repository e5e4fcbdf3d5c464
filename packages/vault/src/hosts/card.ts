import { canonicalText, digestOf, readCanonical } from "../canonical.ts";
import { isBytes, isName, isObject, isRecipient } from "../file/shape.ts";
import { type Signer, signText, verifyText } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** What a host tells of itself to be let in: public, and good for one hand-over. */
export interface HostCard {
  readonly host: string;
  /** Ed25519 with which it asks confirmers, base64url. */
  readonly key: string;
  /** For what is handed over to it, `age1...`: made for this card, and gone when it was used. */
  readonly recipient: string;
}

const mark = "secondlock-host-card";
const fits = isObject({ host: isName, key: isBytes(32), recipient: isRecipient });

/** One line. */
export function writeCard(card: HostCard, signer: Signer): string {
  const text = canonicalText(card);
  return `${mark} ${text} ${signText(signer, "host-card", text)}\n`;
}

/** Refuses with `malformed-card`, and with `not-the-hosts` when its own key did not sign it. */
export function readCard(line: string): Outcome<HostCard, "malformed-card" | "not-the-hosts"> {
  const [, text = "", signature = ""] =
    /^secondlock-host-card (\{.{1,2000}\}) ([A-Za-z0-9_-]{86})$/.exec(line.trim()) ?? [];
  const content = readCanonical(text);
  if (!fits(content)) return refuse("malformed-card");
  const card = content as HostCard;
  return verifyText(card.key, "host-card", text, signature) ? accept(card) : refuse("not-the-hosts");
}

/** What two people compare, each before his own screen: 16 characters of a SHA-256 over all of a card. */
export function cardFingerprint(card: HostCard): string {
  return digestOf(`secondlock/1/host-card\n${canonicalText(card)}`).slice(0, 16);
}
