import { accept, type Outcome, refuse } from "../outcome.ts";
import { recordOf } from "./active-key.ts";
import type { Confirmer } from "./confirmer.ts";
import { keyOf, type ToldKey } from "./key-told.ts";
import type { Peer } from "./order.ts";
import { acceptOwners, type Owners, putOwners, type SignedText } from "./owners.ts";
import { peersOf, putPeers } from "./peers.ts";
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
  const { version, owners } = after;
  const logged = await ledger.append({ type: "owners.set", data: { version, owners } });
  return logged.ok ? accept(after) : refuse("not-logged", logged.reason);
}

/** Which other confirmers answer for the same hosts. Who is no peer any more is not waited for. */
export async function setPeers(
  { documents, ledger, now }: Confirmer,
  peers: readonly Peer[],
): Promise<Outcome<{ readonly peers: readonly Peer[] }>> {
  await putPeers(documents, peers, now());
  const logged = await ledger.append({ type: "peers.set", data: { peers } });
  return logged.ok ? accept({ peers }) : refuse("not-logged", logged.reason);
}

/** What an owner sees of a confirmer. */
export interface Seen {
  readonly keys: readonly ToldKey[];
  readonly owners: Owners;
  readonly peers: readonly Peer[];
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
