import { canonicalText, digestOf, readCanonical } from "../canonical.ts";
import { isBytes, isListOf, isObject, isTime } from "../file/shape.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { changeKey } from "./change-key.ts";
import type { Confirmer } from "./confirmer.ts";
import type { KeyRecord } from "./key-record.ts";
import { type Owners, signersOf, type SignedText } from "./owners.ts";
import type { DocumentStore } from "./store/document-store.ts";

/** What an owner says about keys, at whatever confirmers they are. It holds for ever, and whoever brings it. */
export interface Revocation {
  readonly kids: readonly string[];
  readonly at: string;
}

const fits = isObject({ kids: isListOf(isBytes(16), 64), at: isTime });

export function readRevocation(text: string): Outcome<Revocation, "malformed-revocation"> {
  const content = readCanonical(text);
  return fits(content) ? accept(content as Revocation) : refuse("malformed-revocation");
}

/**
 * Revokes what of it is here, and remembers it for peers and for keys that come later. One owner is enough: it takes something away.
 * Refuses with `malformed-revocation`, `not-the-owners` and `not-logged`; a second time nothing happens.
 */
export async function takeRevocation(
  confirmer: Confirmer,
  owners: Owners,
  signed: SignedText,
): Promise<Outcome<{ readonly revoked: readonly string[] }>> {
  const revocation = readRevocation(signed.text);
  if (!revocation.ok) return revocation;
  if (signersOf(signed, "revocation", owners).length === 0) return refuse("not-the-owners");
  const id = digestOf(signed.text);
  if ((await confirmer.documents.read("revocation", id)) !== undefined) return accept({ revoked: [] });
  const revoked: KeyRecord[] = [];
  // first the keys, then the log: what is revoked stays revoked also while the disk is full
  for (const kid of revocation.value.kids) {
    const changed = await changeKey(confirmer.documents, kid, (record) =>
      record.state.status === "active"
        ? accept({ ...record, state: { ...record.state, status: "revoked" as const } })
        : refuse("revoked-before"),
    );
    if (changed.ok) revoked.push(changed.value);
  }
  await confirmer.documents.update("revocation", id, (text) =>
    text === undefined ? { result: undefined, text: canonicalText(signed) } : { result: undefined },
  );
  for (const { kid, revision } of revoked) {
    const logged = await confirmer.ledger.append({ type: "key.revoked", data: { kid, revision } });
    if (!logged.ok) return refuse("not-logged", logged.reason);
  }
  return accept({ revoked: revoked.map(({ kid }) => kid) });
}

/** Those whose names come after one, so many at most: for peers. */
export async function revocationsAfter(
  documents: DocumentStore,
  after: string,
  most: number,
): Promise<readonly { readonly id: string; readonly revocation: SignedText }[]> {
  const ids = (await documents.ids("revocation")).filter((id) => id > after).toSorted();
  const found: { id: string; revocation: SignedText }[] = [];
  for (const id of ids.slice(0, most)) {
    const text = await documents.read("revocation", id);
    if (text !== undefined) found.push({ id, revocation: JSON.parse(text) as SignedText });
  }
  return found;
}

/** Whether an owner revoked a key before it was made here. */
export async function isRevoked(documents: DocumentStore, kid: string): Promise<boolean> {
  const all = await revocationsAfter(documents, "", Number.MAX_SAFE_INTEGER);
  return all.some(({ revocation: { text } }) => {
    const revocation = readRevocation(text);
    return revocation.ok && revocation.value.kids.includes(kid);
  });
}
