import { recordOf } from "../../confirmer/key-record.ts";
import { createPrivateKey, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Entry, fileStore, openReader } from "@secondlock/ledger";
import { toText } from "../../bytes.ts";
import { canonicalText } from "../../canonical.ts";
import { makeKey } from "../../confirmer/key-orders.ts";
import { type Owners, ownersOf, putOwners } from "../../confirmer/owners.ts";
import { type Policy, policyDigest } from "../../confirmer/policy.ts";
import type { ConfirmerKey } from "../../file/wrap.ts";
import { generateSigner, type Signer, signerOf, signText } from "../../keys/signing.ts";
import { ask, type HostKeys, readReply, type Reply } from "../../opener/ask.ts";
import { send } from "../../opener/send.ts";
import { must } from "../../testing/shop.ts";
import { confirmerOf } from "../answering.ts";
import { headFile } from "../head-file.ts";
import { openParts, type ServiceParts } from "../service-parts.ts";

/** A key of a confirmer, the owner who ordered it, and the host that it is for. */
export interface KeptKey {
  readonly kid: string;
  readonly host: HostKeys;
  readonly owner: Signer;
  readonly publicKey: string;
  readonly policy: string;
}

export const now = (): number => Date.now() / 1_000;

/** Opens a confirmer's folder for a moment, as the service does. */
export async function withParts<T>(
  folder: string,
  work: (parts: ServiceParts) => Promise<T>,
  postgres?: string,
): Promise<T> {
  const parts = must(await openParts({ folder, masterKey: undefined, postgres }, {}));
  try {
    return await work(parts);
  } finally {
    await parts.close();
  }
}

/** Makes a key in the way in which an owner's order does. */
export async function keepKey(parts: ServiceParts, more: Partial<Policy> = {}): Promise<KeptKey> {
  const [owner, host] = [generateSigner(), { localKey: randomBytes(32), signer: generateSigner() }];
  const before = await ownersOf(parts.documents);
  const name = `owner-${before.owners.length + 1}`;
  const owners: Owners = {
    version: before.version + 1,
    confirmer: parts.folder.signer.publicKey,
    owners: [...before.owners, { name, key: owner.publicKey }],
  };
  await putOwners(parts.documents, before, owners);
  const kid = toText(randomBytes(16));
  const policy: Policy = {
    ...{ version: 1, kid, hostKey: host.signer.publicKey, sources: ["127.0.0.1/32"], proxies: [], windows: [] },
    ...{ rate: { opens: 10_000, seconds: 1 }, maximumOpens: 1_000_000, evaluationsPerEpoch: 10_000 },
    ...{ expires: "2099-01-01T00:00:00Z", approvals: 0, approvers: [], purposes: ["start"], lease: 900 },
    ...more,
  };
  const text = canonicalText(policy);
  const signed = { text, signatures: [{ owner: owner.publicKey, signature: signText(owner, "policy", text) }] };
  const confirmer = confirmerOf({ parts, observe: () => undefined, now }, "http://127.0.0.1");
  must(await makeKey(confirmer, owners, signed));
  const { state } = must(await recordOf(parts.documents, kid));
  return { kid, host, owner, publicKey: state.epochs[0]?.publicKey ?? "", policy: policyDigest(signed) };
}

/** Keeps the head of the log, as the service does. */
export async function keepHead({ ledger, folder }: ServiceParts): Promise<void> {
  const { signer, publicKey, head } = folder;
  const failed = (code: string): void => {
    throw new Error(code);
  };
  must(await headFile({ path: head, ledger, secretKey: signer.secretKey, publicKey, failed }).keep());
}

/** A confirmer's folder with a key in it. */
export async function folderWithKey(folder: string, more: Partial<Policy> = {}, postgres?: string): Promise<KeptKey> {
  const work = async (parts: ServiceParts): Promise<KeptKey> => {
    const key = await keepKey(parts, more);
    await keepHead(parts);
    return key;
  };
  return await withParts(folder, work, postgres);
}

/** The key as a wrap names it. */
export function confirmerKey({ kid, publicKey, policy }: KeptKey, origin: string, key: string): ConfirmerKey {
  return { confirmer: "confirmer-1", origin, key, kid, epoch: 1, publicKey, policy };
}

const boot = toText(randomBytes(32));

/** Asks for one opening. Rejects when nobody answers. */
export async function openOnce(
  key: KeptKey,
  origin: string,
  signer: string,
  host = key.host,
): Promise<Reply & { readonly opened: boolean }> {
  const question = await ask(confirmerKey(key, origin, signer), host, { boot, purpose: "start" });
  const reply = await send(question);
  return { ...reply, opened: (await readReply(question, reply)).ok };
}

/** The public key with which a confirmer signs. */
export function signerOfFolder(folder: string): string {
  return signerOf(createPrivateKey(readFileSync(join(folder, "signer.pem")))).publicKey;
}

/** All of a log. */
export async function entriesOf(folder: string): Promise<readonly Entry[]> {
  const opened = await openReader({ store: fileStore({ folder: join(folder, "ledger") }) });
  if (!opened.ok) throw new Error(opened.reason);
  const entries: Entry[] = [];
  for await (const entry of opened.reader.read()) entries.push(entry);
  await opened.reader.close();
  return entries;
}
