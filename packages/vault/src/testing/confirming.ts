import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStore, type Ledger, openLedger } from "@secondlock/ledger";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import { answering, type Refusal } from "../confirmer/answer-requests.ts";
import { authenticatedDocuments } from "../confirmer/authenticated-documents.ts";
import { type Confirmer, confirmerSecret } from "../confirmer/confirmer.ts";
import { keyCustody } from "../confirmer/key-custody.ts";
import { makeKey } from "../confirmer/key-orders.ts";
import { type KeyRecord, readRecord, recordOf, writeRecord } from "../confirmer/key-record.ts";
import { type Owners, ownersOf, putOwners } from "../confirmer/owners.ts";
import { type Policy, policyDigest, type SignedPolicy } from "../confirmer/policy.ts";
import type { Kind } from "../confirmer/store/document-store.ts";
import { sqliteDocuments } from "../confirmer/store/sqlite-documents.ts";
import type { ConfirmerKey } from "../file/wrap.ts";
import { generateSigner, type Signer, signText } from "../keys/signing.ts";
import { ask, type HostKeys, type Outgoing, readReply, type Reply } from "../opener/ask.ts";
import { must } from "./shop.ts";

/** A real confirmer on loopback with one key, its owner, and the host that the key is for. */
export interface Confirming {
  readonly folder: string;
  readonly masterKey: Buffer;
  readonly owner: Signer;
  /** Signs the answers. */
  readonly signer: Signer;
  readonly host: HostKeys;
  readonly confirmer: ConfirmerKey;
  readonly confirming: Confirmer;
  readonly ledger: Ledger;
  readonly refusals: Refusal[];
  /** Seconds that the confirmer's clock is ahead. */
  clock: number;
  record(): Promise<KeyRecord>;
  change(change: (record: KeyRecord) => KeyRecord): Promise<void>;
  /** Writes into the database past the confirmer, as somebody could who has got in there. */
  write(kind: Kind, id: string, change: (text: string) => string): Promise<void>;
  send(question: Outgoing, more?: Readonly<Record<string, string>>): Promise<Reply>;
  /** Asks, sends and reads. */
  open(host?: HostKeys): ReturnType<typeof readReply>;
  stop(): Promise<void>;
}

export const boot = toText(randomBytes(32));

/** `address`: where it listens. */
export async function startConfirming(more: Partial<Policy> = {}, address = "127.0.0.1"): Promise<Confirming> {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-confirmer-"));
  mkdirSync(join(folder, "keys"), { mode: 0o700 });
  const [owner, answers] = [generateSigner(), generateSigner()];
  const host: HostKeys = { localKey: randomBytes(32), signer: generateSigner() };
  const opened = await openLedger({ store: fileStore({ folder: join(folder, "ledger") }) });
  if (!opened.ok) throw new Error(opened.reason);
  const { ledger } = opened;
  const refusals: Refusal[] = [];
  const masterKey = randomBytes(32);
  const database = sqliteDocuments(join(folder, "confirmer.db"));
  const documents = authenticatedDocuments(database, masterKey);
  const custody = keyCustody(join(folder, "keys"), masterKey);
  const self = { clock: 0 };
  const now = (): number => Date.now() / 1_000 + self.clock;
  const confirming: Confirmer & { origin: string } = {
    ...{ documents, custody, ledger, key: answers.publicKey, secret: confirmerSecret(masterKey), origin: "", now },
  };

  const owners: Owners = {
    ...{ version: 1, confirmer: answers.publicKey, owners: [{ name: "ada", key: owner.publicKey }] },
  };
  await putOwners(documents, await ownersOf(documents), owners);
  const kid = toText(randomBytes(16));
  const policy = signedPolicy({ ...usualPolicy(kid, host.signer.publicKey), ...more }, owner);
  must(await makeKey(confirming, owners, policy));

  const server = createServer((request, response) =>
    // the origin is known once it listens
    answering({ ...confirming, signer: answers, refused: (refusal) => void refusals.push(refusal), floor: 0 })(
      request,
      response,
    ),
  );
  server.listen(0, address);
  await once(server, "listening");
  confirming.origin = `http://${address}:${(server.address() as AddressInfo).port}`;
  const [first] = must(await recordOf(documents, kid)).state.epochs;
  if (first === undefined) throw new Error("the key has no epoch");
  const confirmer: ConfirmerKey = {
    ...{ confirmer: "confirmer-1", origin: confirming.origin, key: answers.publicKey, kid, epoch: first.epoch },
    ...{ publicKey: first.publicKey, policy: policyDigest(policy) },
  };

  const send: Confirming["send"] = async ({ request, body }, headers = {}) => {
    const answer = await fetch(request.targetUri, {
      ...{ method: request.method, body: new Uint8Array(body) },
      headers: [
        ...request.headers.map(([name, value]) => [name, value] as [string, string]),
        ...Object.entries(headers),
      ],
    });
    return { status: answer.status, headers: [...answer.headers], body: Buffer.from(await answer.arrayBuffer()) };
  };
  return Object.assign(self, {
    ...{ folder, masterKey, owner, signer: answers, host, confirmer, confirming, ledger, refusals, send },
    async record() {
      return must(readRecord((await documents.read("key", kid)) ?? ""));
    },
    change: (change: (record: KeyRecord) => KeyRecord) =>
      documents.update("key", kid, (text = "") => ({
        result: undefined,
        text: writeRecord(change(must(readRecord(text)))),
      })),
    write: (kind: Kind, id: string, change: (text: string) => string) =>
      database.update(kind, id, (text = "") => ({ result: undefined, text: change(text) })),
    async open(keys: HostKeys = host) {
      const question = await ask(confirmer, keys, { boot, purpose: "start" });
      return await readReply(question, await send(question));
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await ledger.close();
      await documents.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

export function signedPolicy(policy: Policy, ...owners: readonly Signer[]): SignedPolicy {
  const text = canonicalText(policy);
  return {
    text,
    signatures: owners.map((owner) => ({ owner: owner.publicKey, signature: signText(owner, "policy", text) })),
  };
}

export function usualPolicy(kid: string, hostKey: string): Policy {
  return {
    ...{ version: 1, kid, hostKey, sources: ["127.0.0.1/32"], proxies: [], windows: [] },
    ...{ rate: { opens: 1_000, seconds: 1 }, maximumOpens: 1_000_000, evaluationsPerEpoch: 10_000 },
    ...{ expires: "2099-01-01T00:00:00Z", approvals: 0, approvers: [], purposes: ["start"], lease: 900 },
  };
}
