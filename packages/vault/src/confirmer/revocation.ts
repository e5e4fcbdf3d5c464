import { recordOf } from "./key-record.ts";
import { canonicalText, digestOf, readCanonical } from "../canonical.ts";
import { isBytes, isListOf, isObject, isTime } from "../file/shape.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { changeKey } from "./change-key.ts";
import type { Confirmer } from "./confirmer.ts";
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
 * Refuses with `malformed-revocation`, `not-the-owners` and `not-logged`. It may come again, from owners and from peers: then what is
 * still missing is done.
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
  const { documents } = confirmer;
  const before = await keptRevocation(documents, id);
  const { kids } = revocation.value;
  // first the keys, then what peers are told, then the log: what is revoked is revoked also while the disk is full
  const first = await revokeActive(documents, kids);
  if (before === undefined) await keepRevocation(documents, id, { revocation: signed, isLogged: false });
  // what was made before that was kept, and after it was looked for
  const revoked = [...first, ...(await revokeActive(documents, kids))];
  if (before?.isLogged === true && revoked.length === 0) return accept({ revoked });
  const logged = await logRevoked(confirmer, kids);
  if (!logged.ok) return logged;
  await keepRevocation(documents, id, { revocation: signed, isLogged: true });
  return accept({ revoked });
}

/** Those of the keys that were active, and are no more. */
export async function revokeActive(documents: DocumentStore, kids: readonly string[]): Promise<readonly string[]> {
  const revoked: string[] = [];
  for (const kid of kids) {
    const changed = await changeKey(documents, kid, (record) =>
      record.state.status === "active"
        ? accept({ ...record, state: { ...record.state, status: "revoked" as const } })
        : refuse("revoked-before"),
    );
    if (changed.ok) revoked.push(kid);
  }
  return revoked;
}

/** Also those that were revoked when the log took nothing: a database that is set back is found out by what stands there. */
export async function logRevoked(
  { documents, ledger }: Confirmer,
  kids: readonly string[],
): Promise<Outcome<undefined>> {
  for (const kid of kids) {
    const record = await recordOf(documents, kid);
    if (!record.ok || record.value.state.status !== "revoked") continue;
    const { revision } = record.value;
    const logged = await ledger.append({ type: "key.revoked", data: { kid, revision } });
    if (!logged.ok) return refuse("not-logged", logged.reason);
  }
  return accept(undefined);
}

/** A revocation as the database has it. */
interface KeptRevocation {
  readonly revocation: SignedText;
  /** Whether the log says what became of it here. */
  readonly isLogged: boolean;
}

async function keptRevocation(documents: DocumentStore, id: string): Promise<KeptRevocation | undefined> {
  const text = await documents.read("revocation", id);
  if (text === undefined) return undefined;
  const kept = JSON.parse(text) as KeptRevocation | SignedText;
  // those of before were kept as they came
  return "revocation" in kept ? kept : { revocation: kept, isLogged: true };
}

async function keepRevocation(documents: DocumentStore, id: string, kept: KeptRevocation): Promise<void> {
  await documents.update("revocation", id, () => ({ result: undefined, text: canonicalText(kept) }));
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
    const kept = await keptRevocation(documents, id);
    if (kept !== undefined) found.push({ id, revocation: kept.revocation });
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
