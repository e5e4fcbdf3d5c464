import { toText } from "../bytes.ts";
import { generateEvaluationKey } from "../oprf/evaluate.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { changeKey } from "./change-key.ts";
import type { Confirmer } from "./confirmer.ts";
import { type EpochKey, fullBucket } from "./decide.ts";
import { type KeyRecord, recordOf, writeRecord } from "./key-record.ts";
import { keyOf } from "./key-told.ts";
import type { Owners, SignedText } from "./owners.ts";
import { acceptPolicy, policyDigest, readPolicy, policyOf } from "./policy.ts";
import { isRevoked, logRevoked, revokeActive } from "./revocation.ts";

/** Makes a key for a host and its policy, which names it. The same order again tells the same key. */
export async function makeKey(confirmer: Confirmer, owners: Owners, signed: SignedText): Promise<Outcome<object>> {
  const { documents, now } = confirmer;
  const policy = acceptPolicy(signed, owners, undefined);
  if (!policy.ok) return policy;
  const { kid, rate } = policy.value;
  if (await isRevoked(documents, kid)) return refuse("revoked", kid);
  const found = await recordOf(documents, kid);
  if (!found.ok) {
    const first = await newEpoch(confirmer, kid, 1);
    if (!first.ok) return first;
    const made: KeyRecord = {
      ...{ kid, revision: 1, policy: signed, previous: undefined, opened: undefined, boot: undefined, waiting: [] },
      state: { status: "active", epochs: [first.value], sequence: 0, opens: 0, bucket: fullBucket(rate, now()) },
    };
    // of two orders that come at once, one makes it
    await documents.update("key", kid, (text) =>
      text === undefined ? { result: undefined, text: writeRecord(made) } : { result: undefined },
    );
  }
  // a revocation that came meanwhile did not see it yet
  if (await isRevoked(documents, kid)) {
    await revokeActive(documents, [kid]);
    const logged = await logRevoked(confirmer, [kid]);
    return logged.ok ? refuse("revoked", kid) : logged;
  }
  const record = await recordOf(documents, kid);
  if (!record.ok) return record;
  if (record.value.policy.text !== signed.text) return refuse("key-exists", kid);
  return await written(confirmer, "key.made", record.value);
}

/** Puts a policy in the place of the one before, which may still be named for `grace` seconds: an opening then has to fit both. */
export async function setPolicy(
  confirmer: Confirmer,
  owners: Owners,
  { policy: signed, grace }: { readonly policy: SignedText; readonly grace: number },
): Promise<Outcome<object>> {
  const read = readPolicy(signed.text);
  if (!read.ok) return read;
  const until = confirmer.now() + grace;
  const changed = await changeKey<string>(confirmer.documents, read.value.kid, (record) => {
    if (record.policy.text === signed.text) return accept(record);
    const before = readPolicy(record.policy.text);
    if (!before.ok) return before;
    const policy = acceptPolicy(signed, owners, before.value);
    if (!policy.ok) return policy;
    // one that no file was made for yet is nothing that a host could name: it still names the one before
    const isUsed = record.previous === undefined || record.opened === policyDigest(record.policy);
    const previous = isUsed ? record.policy : record.previous.policy;
    // an owner's word also lets a file of before in again: after a deploy that was taken back, or a number that was made up
    const state = { ...record.state, sequence: 0 };
    return accept({
      ...record,
      state,
      policy: signed,
      previous: grace === 0 ? undefined : { policy: previous, until },
    });
  });
  return changed.ok ? await written(confirmer, "policy.set", changed.value) : changed;
}

/** Makes the key of the next epoch, beside the one that hosts use: they go over to it one by one. */
export async function beginEpoch(
  confirmer: Confirmer,
  { kid, epoch }: { readonly kid: string; readonly epoch: number },
): Promise<Outcome<object>> {
  const found = await recordOf(confirmer.documents, kid);
  if (!found.ok) return found;
  if (found.value.state.status !== "active") return refuse(found.value.state.status);
  if (epoch < 2) return refuse("wrong-epoch");
  const next = await newEpoch(confirmer, kid, epoch);
  if (!next.ok) return next;
  const changed = await changeKey(confirmer.documents, kid, (record) => {
    const { state } = record;
    if (state.status !== "active") return refuse(state.status);
    if (state.epochs.at(-1)?.epoch === epoch) return accept(record);
    if (state.epochs.length > 1 || state.epochs[0]?.epoch !== epoch - 1) return refuse("wrong-epoch");
    return accept({ ...record, state: { ...state, epochs: [...state.epochs, next.value] } });
  });
  return changed.ok ? await written(confirmer, "epoch.begun", changed.value) : changed;
}

/** Ends the epochs before one: their keys are removed, and the wraps that name them open nothing any more. */
export async function finishEpoch(
  confirmer: Confirmer,
  { kid, epoch }: { readonly kid: string; readonly epoch: number },
): Promise<Outcome<object>> {
  const changed = await changeKey(confirmer.documents, kid, (record) => {
    const { state } = record;
    if (!state.epochs.some((each) => each.epoch === epoch)) return refuse("wrong-epoch");
    return accept({ ...record, state: { ...state, epochs: state.epochs.filter((each) => each.epoch >= epoch) } });
  });
  return changed.ok ? await written(confirmer, "epoch.finished", changed.value) : changed;
}

/** Destroys the wrapping key first: from then on nothing opens, also where this ends half way. */
export async function shred(confirmer: Confirmer, kid: string): Promise<Outcome<object>> {
  const found = await recordOf(confirmer.documents, kid);
  if (!found.ok) return found;
  const destroyed = await confirmer.custody.shred(kid);
  if (!destroyed.ok) return destroyed;
  const changed = await changeKey(confirmer.documents, kid, (record) =>
    accept({ ...record, state: { ...record.state, status: "shredded" as const, epochs: [] } }),
  );
  return changed.ok ? await written(confirmer, "key.shredded", changed.value) : changed;
}

async function newEpoch({ custody }: Confirmer, kid: string, epoch: number): Promise<Outcome<EpochKey>> {
  const key = generateEvaluationKey();
  const wrapped = await custody.wrap(kid, epoch, key);
  return wrapped.ok
    ? accept({ epoch, publicKey: toText(key.publicKey), wrapped: wrapped.value, evaluations: 0 })
    : wrapped;
}

async function written({ ledger }: Confirmer, type: string, record: KeyRecord): Promise<Outcome<object>> {
  const { kid, revision, policy, state } = record;
  const epoch = state.epochs.at(-1)?.epoch ?? 0;
  const logged = await ledger.append({
    type,
    data: { kid, revision, epoch, policy: policyDigest(policy), policyVersion: policyOf(policy).version },
  });
  return logged.ok ? accept(keyOf(record)) : refuse("not-logged", logged.reason);
}
