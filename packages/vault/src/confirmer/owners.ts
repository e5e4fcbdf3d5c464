import { canonicalText, readCanonical } from "../canonical.ts";
import { isBytes, isCount, isListOf, isName, isObject } from "../file/shape.ts";
import { verifyText } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { DocumentStore } from "./store/document-store.ts";

/** Somebody who may sign policies, make keys, and revoke them. */
export interface Owner {
  readonly name: string;
  /** Ed25519, base64url. */
  readonly key: string;
}

/** All of them. */
export interface Owners {
  /** Rises with each change. */
  readonly version: number;
  /** The key of the confirmer that they own: what was signed for one is nothing at another. */
  readonly confirmer: string;
  readonly owners: readonly Owner[];
}

/** A text and the owners who signed it. */
export interface SignedText {
  readonly text: string;
  readonly signatures: readonly { readonly owner: string; readonly signature: string }[];
}

export const isSignedText = isObject({
  text: (value) => typeof value === "string" && value.length <= 32_768,
  signatures: isListOf(
    isObject({ owner: isBytes(32), signature: isBytes(64) }),
    16,
    (each) => (each as SignedText["signatures"][number]).owner,
  ),
});

const fits = isObject({
  version: isCount,
  confirmer: isBytes(32),
  owners: isListOf(
    isObject({ name: isName, key: isBytes(32) }),
    16,
    // neither a name nor a key twice: one person must not count as two
    (owner) => (owner as Owner).key,
  ),
});

export type OwnersReason = "malformed-owners" | "another-confirmers" | "older-owners" | "not-the-owners";

/** Reads the text of a list of owners. */
export function readOwners(text: string): Outcome<Owners, OwnersReason> {
  const content = readCanonical(text);
  if (!fits(content)) return refuse("malformed-owners");
  const { owners } = content as Owners;
  const names = new Set(owners.map(({ name }) => name));
  return owners.length > 0 && names.size === owners.length ? accept(content as Owners) : refuse("malformed-owners");
}

/** Whether a list may take the place of another: two of the owners signed it, or the only one there is. */
export function acceptOwners(signed: SignedText, before: Owners): Outcome<Owners, OwnersReason> {
  const read = readOwners(signed.text);
  if (!read.ok) return read;
  if (read.value.confirmer !== before.confirmer) return refuse("another-confirmers");
  if (read.value.version !== before.version + 1) return refuse("older-owners", String(before.version));
  const agreed = signersOf(signed, "owners", before);
  return agreed.length >= Math.min(2, before.owners.length) ? accept(read.value) : refuse("not-the-owners");
}

/** Keys of owners who signed a text, each once. */
export function signersOf(
  { text, signatures }: SignedText,
  purpose: "owners" | "policy" | "revocation" | "peers",
  { owners }: Owners,
): readonly string[] {
  const agreed = signatures.filter(
    ({ owner, signature }) => owners.some(({ key }) => key === owner) && verifyText(owner, purpose, text, signature),
  );
  return [...new Set(agreed.map(({ owner }) => owner))];
}

const nobody: Owners = { version: 0, confirmer: "", owners: [] };

/** Who owns this confirmer; nobody before the first one was enrolled. */
export async function ownersOf(documents: DocumentStore): Promise<Owners> {
  const text = await documents.read("owners", "all");
  return text === undefined ? nobody : (JSON.parse(text) as Owners);
}

/** Changes them, if they still are who they were. */
export async function putOwners(documents: DocumentStore, before: Owners, after: Owners): Promise<boolean> {
  return await documents.update("owners", "all", (text) => {
    const { version } = text === undefined ? nobody : (JSON.parse(text) as Owners);
    return version === before.version ? { result: true, text: canonicalText(after) } : { result: false };
  });
}

/** What owners sign. */
export function ownersText(owners: Owners): string {
  return canonicalText(owners);
}

export function keysOf({ owners }: Owners): readonly string[] {
  return owners.map(({ key }) => key);
}
