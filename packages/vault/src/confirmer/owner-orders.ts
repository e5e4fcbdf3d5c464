import { recordOf } from "./key-record.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Confirmer } from "./confirmer.ts";
import { keyOf, type ToldKey } from "./key-told.ts";
import { acceptOwners, type Owners, putOwners, type SignedText } from "./owners.ts";
import { type Peers, peersOf } from "./peers.ts";
import { acceptPolicy } from "./policy.ts";

/** Puts a list of owners in the place of the one before. Refuses where a key would be left with a policy that nobody owns. */
export async function setOwners(
  { documents, ledger }: Confirmer,
  before: Owners,
  signed: SignedText,
): Promise<Outcome<object>> {
  const accepted = acceptOwners(signed, before);
  if (!accepted.ok) return accepted;
  const after = accepted.value;
  for (const kid of await documents.ids("key")) {
    const record = await recordOf(documents, kid);
    if (!record.ok) return record;
    const isActive = record.value.state.status === "active";
    if (isActive && !acceptPolicy(record.value.policy, after, undefined).ok) return refuse("policy-without-owner", kid);
  }
  if (!(await putOwners(documents, before, after))) return refuse("older-owners");
  const logged = await ledger.append({ type: "owners.set", data: after });
  return logged.ok ? accept(after) : refuse("not-logged", logged.reason);
}

/** What an owner sees of a confirmer. */
export interface Seen {
  readonly keys: readonly ToldKey[];
  readonly owners: Owners;
  readonly peers: Peers;
}

export async function look({ documents }: Confirmer, owners: Owners): Promise<Outcome<Seen>> {
  const keys: ToldKey[] = [];
  for (const kid of await documents.ids("key")) {
    const record = await recordOf(documents, kid);
    if (!record.ok) return record;
    keys.push(keyOf(record.value));
  }
  return accept({ keys, owners, peers: await peersOf(documents) });
}
