import type { Ledger } from "@secondlock/ledger";
import { definePolicy, type NonceStore, type RequestMessage, verify } from "@secondlock/signatures";
import { fromText, toText } from "../bytes.ts";
import { verifyingKeyOf } from "../keys/signing.ts";
import { evaluate } from "../oprf/voprf.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { type AnsweredOpening, type AskedOpening, longestOpening, openingTag, readAsked } from "./opening-message.ts";
import { decide } from "./decide.ts";
import type { KeyCustody } from "./key-custody.ts";
import { type KeyRecord, readRecord, writeRecord } from "./key-record.ts";
import { acceptPolicy, type Policy, policyDigest } from "./policy.ts";
import { clientAddress } from "./source.ts";
import type { DocumentStore } from "./store/document-store.ts";

/** What a confirmer is made of. */
export interface Confirmer {
  readonly documents: DocumentStore;
  readonly custody: KeyCustody;
  readonly ledger: Pick<Ledger, "append">;
  /** Ed25519 of those who may sign policies, base64url. */
  readonly owners: readonly string[];
  /** Where hosts reach it: `https://confirmer.example`. */
  readonly origin: string;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** What arrived. */
export interface Arrived {
  readonly kid: string;
  readonly message: RequestMessage;
  readonly body: Buffer;
  /** The other end of the connection, and what X-Forwarded-For says: the policy tells which proxies to believe. */
  readonly peer: string;
  readonly forwardedFor: readonly string[];
}

/** Why nothing is evaluated. For the log; the host gets a reference. */
export interface Refused {
  readonly ok: false;
  readonly reason: string;
  readonly detail?: string;
}

/** Seconds that the clocks of host and confirmer may differ. */
const skew = 60;

/**
 * Confirms one opening, or says why not. In this order: is the key active, is the policy its owners', is the request the host's, is it
 * new, is it in policy; then it is counted, then it is in the log, and only then anything is evaluated. What fails in between leaves an
 * opening counted that never was: never one that is not in the log.
 */
export async function confirmOpening(
  confirmer: Confirmer,
  arrived: Arrived,
): Promise<{ ok: true; value: AnsweredOpening } | Refused> {
  const { documents, ledger, now } = confirmer;
  const record = await recordOf(documents, arrived.kid);
  if (!record.ok) return record;
  if (record.value.state.status !== "active") return refuse(record.value.state.status);
  // each time anew: who can write into the database could have widened it
  const policy = acceptPolicy(record.value.policy, confirmer.owners, undefined);
  if (!policy.ok) return policy;
  const asked = await askedBy(confirmer, policy.value, arrived);
  if (!asked.ok) return asked;
  const source = clientAddress(arrived.peer, arrived.forwardedFor, policy.value.proxies);
  const counted = await documents.update("key", arrived.kid, (text) =>
    count(text, record.value, policy.value, asked.value, source, now()),
  );
  if (!counted.ok) return counted;
  const { kid, epoch, boot, purpose } = asked.value;
  const digest = policyDigest(record.value.policy);
  const logged = await ledger.append({
    type: "opening.confirmed",
    data: { kid, epoch, boot, purpose, policy: digest, revision: counted.value.revision },
  });
  if (!logged.ok) return refuse("not-logged", logged.reason);
  const evaluated = await evaluatedBy(confirmer, counted.value, asked.value);
  if (!evaluated.ok) return evaluated;
  const { element, proof } = evaluated.value;
  return accept({
    ...{ kid, epoch, policy: digest, element: toText(element), proof: toText(proof) },
    logged: { seq: logged.seq, hash: logged.hash },
  });
}

async function recordOf(documents: DocumentStore, kid: string): Promise<Outcome<KeyRecord>> {
  const text = await documents.read("key", kid);
  return text === undefined ? refuse("unknown-key") : readRecord(text);
}

/** What the host signed, and nobody has sent before. */
async function askedBy(
  { documents, origin, now }: Confirmer,
  { kid, hostKey }: Policy,
  { message, body }: Arrived,
): Promise<Outcome<AskedOpening> | Refused> {
  const verified = await verify(
    message,
    definePolicy({
      keys: (keyid) => (keyid === hostKey ? verifyingKeyOf(hostKey) : undefined),
      nonces: noncesIn(documents),
      tag: openingTag,
      maximumAge: skew,
      tolerance: skew,
      maximumBody: longestOpening,
      authorities: [new URL(origin).host],
      now,
    }),
    body,
  );
  if (!verified.ok) return refuse(verified.reason, verified.detail);
  const asked = readAsked(verified.body);
  if (!asked.ok) return asked;
  return asked.value.kid === kid ? asked : refuse("foreign-key");
}

/** What becomes of the record: counted, or left as it is. Pure. */
function count(
  text: string | undefined,
  seen: KeyRecord,
  policy: Policy,
  asked: AskedOpening,
  source: string | undefined,
  now: number,
): { readonly result: Outcome<KeyRecord>; readonly text?: string } {
  const record = text === undefined ? refuse("unknown-key") : readRecord(text);
  if (!record.ok) return { result: record };
  // somebody changed the policy while the signature was looked at
  if (record.value.policy.text !== seen.policy.text) return { result: refuse("wrong-policy") };
  const state = decide(
    policy,
    policyDigest(seen.policy),
    record.value.state,
    { ...asked, source, approvedBy: [] },
    now,
  );
  if (!state.ok) return { result: state };
  const next = { ...record.value, state: state.value, boot: asked.boot, revision: record.value.revision + 1 };
  return { result: accept(next), text: writeRecord(next) };
}

async function evaluatedBy({ custody }: Confirmer, record: KeyRecord, asked: AskedOpening) {
  const [publicKey, element] = [fromText(record.publicKey), fromText(asked.element)];
  if (publicKey === undefined || element === undefined) return refuse("damaged-record");
  const key = await custody.unwrap(record.kid, record.state.epoch, publicKey, record.wrapped);
  return key.ok ? evaluate(key.value, element) : key;
}

/** Nonces that outlive a restart, for as long as the signatures that they came with. */
function noncesIn(documents: DocumentStore): NonceStore {
  return {
    burn: (nonce, { until }) =>
      documents.update("once", `nonce ${nonce}`, (text) =>
        text === undefined ? { result: "fresh", text: "", until } : { result: "replayed" },
      ),
  };
}
