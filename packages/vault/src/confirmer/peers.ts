import { canonicalText, readCanonical } from "../canonical.ts";
import { isBytes, isCount, isListOf, isObject, isOrigin } from "../file/shape.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Arrived, Refused } from "./arrived.ts";
import type { Confirmer } from "./confirmer.ts";
import type { Answer } from "./opening-message.ts";
import type { Peer } from "./order.ts";
import { type Owners, ownersOf, signersOf, type SignedText } from "./owners.ts";
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

/** All of them, as owners said. */
export interface Peers {
  /** Rises with each change. */
  readonly version: number;
  /** The key of the confirmer that listens to them. */
  readonly confirmer: string;
  readonly peers: readonly Peer[];
}

const nobody: Peers = { version: 0, confirmer: "", peers: [] };

const fits = isObject({
  version: isCount,
  confirmer: isBytes(32),
  peers: isListOf(isObject({ origin: isOrigin, key: isBytes(32) }), 8, (peer) => (peer as Peer).origin),
});

export async function peersOf(documents: DocumentStore): Promise<Peers> {
  const text = await documents.read("peers", "all");
  return text === undefined ? nobody : (JSON.parse(text) as Peers);
}

export type PeersReason = "malformed-peers" | "another-confirmers" | "older-peers" | "not-the-owners" | "not-logged";

/**
 * Puts a list of peers in the place of the one before. One owner is enough to add; to take one away, whose revocations count here, it
 * takes two, where there are two. Who was named before has been heard of when he was heard of; an owner who names somebody new has
 * just heard of him.
 */
export async function setPeers(
  { documents, ledger, key, now }: Confirmer,
  owners: Owners,
  signed: SignedText,
): Promise<Outcome<Peers, PeersReason>> {
  const content = readCanonical(signed.text);
  if (!fits(content)) return refuse("malformed-peers");
  const after = content as Peers;
  if (after.confirmer !== key) return refuse("another-confirmers");
  const before = await peersOf(documents);
  if (after.version !== before.version + 1) return refuse("older-peers", String(before.version));
  const kept = new Set(after.peers.map((peer) => canonicalText(peer)));
  const takesAway = before.peers.some((peer) => !kept.has(canonicalText(peer)));
  const needed = takesAway ? Math.min(2, owners.owners.length) : 1;
  if (signersOf(signed, "peers", owners).length < Math.max(1, needed)) return refuse("not-the-owners");
  const heard = await heardIn(documents);
  const next = Object.fromEntries(after.peers.map(({ origin }) => [origin, heard[origin] ?? now()]));
  await documents.update("peers", "heard", () => ({ result: undefined, text: canonicalText(next) }));
  await documents.update("peers", "all", () => ({ result: undefined, text: canonicalText(after) }));
  const logged = await ledger.append({ type: "peers.set", data: after });
  return logged.ok ? accept(after) : refuse("not-logged", logged.reason);
}

async function heardIn(documents: DocumentStore): Promise<Heard> {
  return JSON.parse((await documents.read("peers", "heard")) ?? "{}") as Heard;
}

/**
 * Seconds since the peer that was heard of least recently: what an owner revoked there in the meantime is not known here. 0 without
 * peers. Longer than a policy's lease: nothing is confirmed for its key.
 */
export async function silenceOf(documents: DocumentStore, now: number): Promise<number> {
  const { peers } = await peersOf(documents);
  if (peers.length === 0) return 0;
  const heard = await heardIn(documents);
  return Math.max(...peers.map(({ origin }) => now - (heard[origin] ?? 0)));
}

const isRequest = isObject({ after: (value) => typeof value === "string" && value.length <= 64 });

/** What of the revocations a peer does not have yet. */
export async function tellPeer(confirmer: Confirmer, arrived: Arrived): Promise<Outcome<Answer> | Refused> {
  const { documents } = confirmer;
  const signers = (await peersOf(documents)).peers.map(({ key }) => key);
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
  const { peers } = await peersOf(documents);
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
      // what cannot be taken over is not known here: then the peer is as good as not heard of
      const taken = await takeRevocation(confirmer, owners, revocation);
      if (!taken.ok) return taken;
    }
    const last = told.value.at(-1)?.id ?? "";
    if (last <= after) return accept(undefined);
    after = last;
  }
}
