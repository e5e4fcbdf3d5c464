import { typedBytes } from "../bytes.ts";
import { canonicalText, digestOf, readCanonical } from "../canonical.ts";
import { isBytes, isObject } from "../file/shape.ts";
import { verifyText } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { activeKey, type Policies, policiesFor } from "./active-key.ts";
import type { Arrived, Refused } from "./arrived.ts";
import type { Confirmer } from "./confirmer.ts";
import { takenFrom } from "./decide.ts";
import { readRecord, recordOf, writeRecord } from "./key-record.ts";
import type { Answer, AskedOpening } from "./opening-message.ts";
import { type Policy, policyOf } from "./policy.ts";
import { signedRequest } from "./signed-request.ts";
import type { DocumentStore } from "./store/document-store.ts";

/** An opening that is in policy but for its approvers. It is answered once, to the element that was sent first. */
export interface WaitingOpening {
  /** 16 random bytes, base64url. */
  readonly handle: string;
  readonly opening: AskedOpening;
  /** Digest of what the host signed. */
  readonly request: string;
  /** Seconds since 1970. */
  readonly asked: number;
  readonly expires: number;
  readonly approvals: readonly { readonly key: string; readonly signature: string }[];
  readonly answered: boolean;
}

/** Seconds that an opening waits, and how many of one key may. */
const patience = 900;
const mostWaiting = 16;
/** Bytes of an approver's request. */
const longestApproval = 1_024;

export const approvalTag = "secondlock-approve";
export const approvalPath = "/v1/approvals";
export const waitingListPath = "/v1/waiting";

/** What an approver signs: this one request, under this policy, until then. */
export function approvalText({ handle, request, opening, expires }: WaitingOpening): string {
  return canonicalText({ handle, request, policy: opening.policy, expires });
}

/** Keeps an opening for its approvers. Refuses with `too-many-waiting` and `not-logged`. */
export async function askForApproval(
  { documents, ledger, now }: Confirmer,
  rate: Policy["rate"],
  opening: AskedOpening,
  base: string,
): Promise<Outcome<Answer> | Refused> {
  const [handle, asked] = [typedBytes(16), Math.floor(now())];
  const expires = asked + patience;
  const waiting: WaitingOpening = {
    ...{ handle, opening, request: digestOf(base), asked, expires, approvals: [], answered: false },
  };
  const revision = await documents.update<Outcome<number>>("key", opening.kid, (text = "") => {
    const record = readRecord(text);
    if (!record.ok) return { result: record };
    const still = record.value.waiting.filter(({ until }) => until > asked);
    if (still.length >= mostWaiting) return { result: refuse("too-many-waiting") };
    // who has the host's key and nothing more must not keep approvers from seeing what the host asks
    const bucket = takenFrom(record.value.state.bucket, rate, now());
    if (bucket === undefined) return { result: refuse("rate") };
    const next = {
      ...record.value,
      ...{ state: { ...record.value.state, bucket }, revision: record.value.revision + 1 },
      waiting: [...still, { handle, until: expires }],
    };
    return { result: accept(next.revision), text: writeRecord(next) };
  });
  if (!revision.ok) return revision;
  await documents.update("opening", handle, () => ({
    result: undefined,
    text: canonicalText(waiting),
    until: expires,
  }));
  const { kid, purpose, policy } = opening;
  const data = { kid, handle, purpose, policy, request: waiting.request, revision: revision.value };
  const logged = await ledger.append({ type: "opening.asked", data });
  if (!logged.ok) return refuse("not-logged", logged.reason);
  return accept({ status: 202, content: { handle, expires } });
}

export async function waitingOpening(documents: DocumentStore, handle: string): Promise<WaitingOpening | undefined> {
  const text = await documents.read("opening", handle);
  return text === undefined ? undefined : (JSON.parse(text) as WaitingOpening);
}

/** Changes one that is there. */
export async function changeWaiting<T>(
  documents: DocumentStore,
  handle: string,
  change: (waiting: WaitingOpening) => { readonly result: T; readonly next?: WaitingOpening },
): Promise<T | Refused> {
  return await documents.update<T | Refused>("opening", handle, (text) => {
    if (text === undefined) return { result: refuse("unknown-opening") };
    const waiting = JSON.parse(text) as WaitingOpening;
    const { result, next } = change(waiting);
    return next === undefined ? { result } : { result, text: canonicalText(next), until: waiting.expires };
  });
}

/** Who may approve it now, by any of the policies that it has to fit. */
export function approversOf({ opening }: WaitingOpening, policies: Policies): readonly string[] {
  const keys = policiesFor(policies, opening.policy).flatMap(({ approvers }) => approvers.map(({ key }) => key));
  return [...new Set(keys)];
}

/** Approvals that are still missing, by the policy that misses the most. */
export function missingApprovals({ opening, approvals }: WaitingOpening, policies: Policies): number {
  const missing = policiesFor(policies, opening.policy).map(
    (policy) =>
      policy.approvals - policy.approvers.filter(({ key }) => approvals.some((each) => each.key === key)).length,
  );
  return Math.max(0, ...missing);
}

const isApproval = isObject({ handle: isBytes(16), signature: isBytes(64) });

/** Takes one approver's yes. Each counts once, whoever sends it how often. */
export async function approve(confirmer: Confirmer, arrived: Arrived): Promise<Outcome<Answer> | Refused> {
  const sent = readCanonical(String(arrived.body)) as { readonly handle: string; readonly signature: string };
  if (!isApproval(sent)) return refuse("malformed-approval");
  const waiting = await waitingOpening(confirmer.documents, sent.handle);
  if (waiting === undefined) return refuse("unknown-opening");
  const found = await activeKey(confirmer, waiting.opening.kid);
  if (!found.ok) return found;
  const signers = approversOf(waiting, found.value.policies);
  const verified = await signedRequest(confirmer, arrived, { signers, tag: approvalTag, longest: longestApproval });
  if (!verified.ok) return verified;
  const key = verified.value.signer;
  if (waiting.expires <= confirmer.now()) return refuse("approval-expired");
  if (waiting.answered) return refuse("answered-before");
  if (!verifyText(key, "approval", approvalText(waiting), sent.signature)) return refuse("not-the-approvers");
  const logged = await confirmer.ledger.append({
    type: "opening.approved",
    data: { kid: waiting.opening.kid, handle: waiting.handle, approver: key, request: waiting.request },
  });
  if (!logged.ok) return refuse("not-logged", logged.reason);
  const approvals = await changeWaiting(confirmer.documents, waiting.handle, (now) => {
    const others = now.approvals.filter((each) => each.key !== key);
    const next = { ...now, approvals: [...others, { key, signature: sent.signature }] };
    return { result: accept(next), next };
  });
  if (!approvals.ok) return approvals;
  const needed = missingApprovals({ ...approvals.value, approvals: [] }, found.value.policies);
  const missing = missingApprovals(approvals.value, found.value.policies);
  return accept({ status: 200, content: { handle: waiting.handle, approvals: needed - missing, needed } });
}

/** What waits for the one who asks, who may approve something here. */
export async function listWaiting(confirmer: Confirmer, arrived: Arrived): Promise<Outcome<Answer> | Refused> {
  const { documents, now } = confirmer;
  const signers = await approversHere(confirmer);
  const verified = await signedRequest(confirmer, arrived, { signers, tag: approvalTag, longest: longestApproval });
  if (!verified.ok) return verified;
  const openings: object[] = [];
  for (const handle of await documents.ids("opening")) {
    const waiting = await waitingOpening(documents, handle);
    if (waiting === undefined || waiting.answered || waiting.expires <= now()) continue;
    const { kid, purpose, policy } = waiting.opening;
    const key = await activeKey(confirmer, kid);
    if (!key.ok || !approversOf(waiting, key.value.policies).includes(verified.value.signer)) continue;
    const { request, asked, expires, approvals } = waiting;
    openings.push({ handle, request, asked, expires, approvals: approvals.length, kid, purpose, policy });
  }
  return accept({ status: 200, content: { openings } });
}

/** Seconds for which the list of approvers is kept: anybody can make the confirmer look for it. */
const freshness = 5;
const approvers = new WeakMap<DocumentStore, { readonly at: number; readonly keys: Promise<readonly string[]> }>();

/** Everybody whom some policy names: a first look, before anything is believed of anybody. */
async function approversHere({ documents, now }: Confirmer): Promise<readonly string[]> {
  const kept = approvers.get(documents);
  if (kept !== undefined && Math.abs(now() - kept.at) < freshness) return await kept.keys;
  const keys = (async () => {
    const found = new Set<string>();
    for (const kid of await documents.ids("key")) {
      const record = await recordOf(documents, kid);
      if (!record.ok || record.value.state.status !== "active") continue;
      for (const policy of [record.value.policy, record.value.previous?.policy])
        if (policy !== undefined) for (const { key } of policyOf(policy).approvers) found.add(key);
    }
    return [...found];
  })();
  approvers.set(documents, { at: now(), keys });
  return await keys;
}
