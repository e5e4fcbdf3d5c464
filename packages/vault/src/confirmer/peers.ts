import { canonicalText, readCanonical } from "../canonical.ts";
import { isObject } from "../file/shape.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Arrived, Refused } from "./arrived.ts";
import type { Confirmer } from "./confirmer.ts";
import type { Answer } from "./opening-message.ts";
import type { Peer } from "./order.ts";
import { ownersOf, type SignedText } from "./owners.ts";
import { revocationsAfter, takeRevocation } from "./revocation.ts";
import { signedRequest } from "./signed-request.ts";
import type { DocumentStore } from "./store/document-store.ts";

export const peerTag = "secondlock-peer";
export const revocationsPath = "/v1/revocations";
const longestRequest = 256;
/** Revocations in one answer. */
const page = 8;

/** When each of the peers was last heard of, by its origin: seconds since 1970. */
type Heard = Readonly<Record<string, number>>;

export async function peersOf(documents: DocumentStore): Promise<readonly Peer[]> {
  const text = await documents.read("peers", "all");
  return text === undefined ? [] : (JSON.parse(text) as readonly Peer[]);
}

/** An owner who names a peer has just heard of it. */
export async function putPeers(documents: DocumentStore, peers: readonly Peer[], now: number): Promise<void> {
  const heard: Heard = Object.fromEntries(peers.map(({ origin }) => [origin, now]));
  await documents.update("peers", "heard", () => ({ result: undefined, text: canonicalText(heard) }));
  await documents.update("peers", "all", () => ({ result: undefined, text: canonicalText(peers) }));
}

/**
 * Seconds since the peer that was heard of least recently: what an owner revoked there in the meantime is not known here. 0 without
 * peers. Longer than a policy's lease: nothing is confirmed for its key.
 */
export async function silenceOf(documents: DocumentStore, now: number): Promise<number> {
  const peers = await peersOf(documents);
  if (peers.length === 0) return 0;
  const heard = JSON.parse((await documents.read("peers", "heard")) ?? "{}") as Heard;
  return Math.max(...peers.map(({ origin }) => now - (heard[origin] ?? 0)));
}

const isRequest = isObject({ after: (value) => typeof value === "string" && value.length <= 64 });

/** What of the revocations a peer does not have yet. */
export async function tellPeer(confirmer: Confirmer, arrived: Arrived): Promise<Outcome<Answer> | Refused> {
  const { documents } = confirmer;
  const signers = (await peersOf(documents)).map(({ key }) => key);
  const verified = await signedRequest(confirmer, arrived, { signers, tag: peerTag, longest: longestRequest });
  if (!verified.ok) return verified;
  const asked = readCanonical(String(verified.value.body));
  if (!isRequest(asked)) return refuse("malformed-request");
  const revocations = await revocationsAfter(documents, (asked as { readonly after: string }).after, page);
  return accept({ status: 200, content: { revocations } });
}

/** A revocation and its name in the database of whoever tells it. */
export interface ToldRevocation {
  readonly id: string;
  readonly revocation: SignedText;
}

/** Asks a peer for the revocations that come after one, by their names. */
export type AskPeer = (peer: Peer, after: string) => Promise<Outcome<readonly ToldRevocation[]>>;

/**
 * Takes over what owners revoked at the peers, and notes who was heard of. What comes from a peer is believed for its owners'
 * signatures only. Tells of each peer why it was not heard of.
 */
export async function hearPeers(
  confirmer: Confirmer,
  ask: AskPeer,
): Promise<readonly { readonly origin: string; readonly reason: string }[]> {
  const { documents, now } = confirmer;
  const peers = await peersOf(documents);
  const outcomes = await Promise.all(
    peers.map(async (peer) => ({ peer, outcome: await hearPeer(confirmer, peer, ask) })),
  );
  const at = now();
  await documents.update("peers", "heard", (text = "{}") => {
    const fresh = outcomes.filter(({ outcome }) => outcome.ok).map(({ peer }) => [peer.origin, at]);
    const heard: Heard = { ...(JSON.parse(text) as Heard), ...Object.fromEntries(fresh) };
    return fresh.length === 0 ? { result: undefined } : { result: undefined, text: canonicalText(heard) };
  });
  return outcomes.flatMap(({ peer, outcome }) => (outcome.ok ? [] : [{ origin: peer.origin, reason: outcome.reason }]));
}

async function hearPeer(confirmer: Confirmer, peer: Peer, ask: AskPeer): Promise<Outcome<undefined>> {
  const owners = await ownersOf(confirmer.documents);
  for (let after = ""; ;) {
    const told = await ask(peer, after);
    if (!told.ok) return told;
    for (const { revocation } of told.value) {
      const taken = await takeRevocation(confirmer, owners, revocation);
      if (!taken.ok && taken.reason === "not-logged") return taken;
    }
    const last = told.value.at(-1)?.id ?? "";
    if (last <= after) return accept(undefined);
    after = last;
  }
}
