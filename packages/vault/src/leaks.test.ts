import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Identity } from "@secondlock/age";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromText } from "./bytes.ts";
import { keyCustody } from "./confirmer/key-custody.ts";
import { readRecord } from "./confirmer/key-record.ts";
import { sqliteDocuments } from "./confirmer/store/sqlite-documents.ts";
import { parseFile, type SealedFile } from "./file/sealed-file.ts";
import { openValue } from "./file/value.ts";
import { evaluationInput, unwrapIdentity } from "./keys/kek.ts";
import { generateSigner, type Signer } from "./keys/signing.ts";
import { evaluate } from "./oprf/evaluate.ts";
import { blind, finalize } from "./oprf/blind.ts";
import { ristretto } from "./oprf/ristretto.ts";
import type { Outgoing, Reply } from "./opener/ask.ts";
import { openFile } from "./opener/open-file.ts";
import { send } from "./opener/send.ts";
import { combineShares, parseShare, shareText, splitIdentity } from "./recovery/share.ts";
import { boot, type Confirming } from "./testing/confirming.ts";
import { sealedFor } from "./testing/sealed-for.ts";
import { must } from "./testing/shop.ts";

const group = await ristretto();

/** Everything that somebody could get hold of. */
interface Everything {
  readonly file: Buffer;
  readonly localKey: Buffer;
  readonly signingKey: Signer;
  /** A copy of the confirmer's disk: its database, and the wrapping keys that no backup should have. */
  readonly confirmersDisk: string;
  readonly masterKey: Buffer;
  /** Each request and each answer that ever went over the wire, without TLS. */
  readonly traffic: readonly { readonly question: Outgoing; readonly reply: Reply }[];
  /** The key of the TLS certificate: it makes traffic readable, and that is readable here anyway. */
  readonly tlsKey: Signer;
  readonly twoShares: readonly string[];
}
type Thing = keyof Everything;

const things = [
  "file",
  "localKey",
  "signingKey",
  "confirmersDisk",
  "masterKey",
  "traffic",
  "tlsKey",
  "twoShares",
] as const satisfies readonly Thing[];
/** What the documentation says: these open the file, alone or with anything else, and nothing less does. */
const documented: readonly (readonly Thing[])[] = [
  ["file", "twoShares"],
  ["file", "localKey", "confirmersDisk", "masterKey"],
];

const secret = "postgres://db-1/shop";
let confirming: Confirming;
let everything: Everything;
const folder = mkdtempSync(join(tmpdir(), "secondlock-leaks-"));

beforeAll(async () => {
  const sealed = await sealedFor({ secrets: { DATABASE_URL: secret } });
  const { bytes: file, host, recovery } = sealed;
  [confirming] = sealed.confirmers as [Confirming];
  const traffic: { question: Outgoing; reply: Reply }[] = [];
  for (let n = 0; n < 2; n++) {
    const opened = await openFile(must(parseFile(file)), {
      ...{ host: "app-1", keys: host, boot, purpose: "start" },
      async send({ request, body, confirmer }) {
        const question = { request, body, confirmer };
        const reply = await send(question);
        traffic.push({ question, reply });
        return reply;
      },
    });
    expect(opened.ok && opened.value.get("DATABASE_URL")).toBe(secret);
  }
  cpSync(confirming.folder, folder, { recursive: true });
  const shares = await splitIdentity(recovery, 2, 3);
  everything = {
    ...{
      file,
      localKey: host.localKey,
      signingKey: host.signer,
      confirmersDisk: folder,
      masterKey: confirming.masterKey,
    },
    ...{ traffic, tlsKey: generateSigner(), twoShares: shares.slice(1).map((share) => shareText(share)) },
  };
});

afterAll(async () => {
  await confirming?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Whatever can be tried with what somebody has; the value, or undefined. */
async function broken(has: Partial<Everything>): Promise<string | undefined> {
  if (has.file === undefined) return undefined;
  const sealed = must(parseFile(has.file));
  const identities: Identity[] = [];
  if (has.twoShares !== undefined) {
    const shares = has.twoShares.map((text) => must(parseShare(text)));
    identities.push(must(await combineShares(shares)));
  }
  // without the local key: any other, or one that was meant for something else
  const localKey = has.localKey ?? has.masterKey ?? Buffer.alloc(32);
  for (const output of [...(await fromDisk(has, sealed, localKey)), ...fromTraffic(has)]) {
    const { content } = sealed.wraps[0]!;
    const identity = unwrapIdentity(sealed.header.content, content, localKey, [output]);
    if (identity.ok) identities.push(identity.value);
  }
  // without either, the same stranger would ask again and again
  if (has.signingKey !== undefined || has.traffic !== undefined) {
    const asked = await fromElsewhere(has, sealed, localKey);
    if (asked !== undefined) return asked;
  }
  for (const identity of identities) {
    const value = openValue(sealed.header.content, sealed.values[0]!, identity);
    if (value.ok) return value.value;
  }
  return undefined;
}

/** The confirmer's key out of a copy of its disk, with every key that might be the master key. */
async function fromDisk(has: Partial<Everything>, sealed: SealedFile, localKey: Buffer): Promise<readonly Buffer[]> {
  const key = sealed.wraps[0]?.content.confirmers[0];
  if (has.confirmersDisk === undefined || key === undefined) return [];
  const documents = sqliteDocuments(join(has.confirmersDisk, "confirmer.db"));
  // behind the code that says who wrote it, which keeps nobody from reading
  const text = (await documents.read("key", key.kid)) ?? "";
  const [epoch] = must(readRecord(text.slice(text.indexOf("{")))).state.epochs;
  await documents.close();
  if (epoch === undefined) throw new Error("the record has no key");
  const found: Buffer[] = [];
  for (const master of [has.masterKey, has.localKey, Buffer.alloc(32)].filter((each) => each !== undefined)) {
    const custody = keyCustody(join(has.confirmersDisk, "keys"), master);
    const pair = await custody.unwrap(key.kid, 1, fromText(epoch.publicKey)!, epoch.wrapped);
    if (!pair.ok) continue;
    const asked = blind(group, evaluationInput(localKey, key.kid));
    const output = finalize(group, asked, must(evaluate(pair.value, asked.element)), pair.value.publicKey);
    if (output.ok) found.push(output.value);
  }
  return found;
}

/** What went over the wire, taken for what the host made of it. */
function fromTraffic({ traffic = [] }: Partial<Everything>): readonly Buffer[] {
  return traffic.flatMap(({ question, reply }) => {
    const texts = [
      ...String(question.body).matchAll(/"([A-Za-z0-9_-]{43,})"/g),
      ...String(reply.body).matchAll(/"([A-Za-z0-9_-]{43,})"/g),
    ];
    return texts.map(([, text = ""]) => Buffer.from(text, "base64url"));
  });
}

/** The live confirmer, asked from another address: with the host's own signature, with another's, and with recorded answers. */
async function fromElsewhere(
  has: Partial<Everything>,
  sealed: SealedFile,
  localKey: Buffer,
): Promise<string | undefined> {
  const keys = { localKey, signer: has.signingKey ?? has.tlsKey ?? generateSigner() };
  const opener = { host: "app-1", keys, boot, purpose: "start" } as const;
  const ways = [
    fromAnotherAddress,
    ...(has.traffic ?? []).map(
      ({ reply }) =>
        async () =>
          await Promise.resolve(reply),
    ),
  ];
  for (const way of ways) {
    const opened = await openFile(sealed, { ...opener, send: way });
    if (opened.ok) return opened.value.get("DATABASE_URL");
  }
  return undefined;
}

function fromAnotherAddress({ request, body }: Outgoing): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const headers = Object.fromEntries(request.headers);
  const outgoing = httpRequest(
    request.targetUri,
    { method: "POST", headers, localAddress: "127.0.0.2", agent: false },
    (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, headers: [], body: Buffer.concat(chunks) }));
    },
  );
  outgoing.on("error", reject);
  outgoing.end(body);
  return promise;
}

/** All 256 subsets. */
const subsets = Array.from({ length: 2 ** things.length }, (_, bits) =>
  things.filter((__, n) => ((bits >> n) & 1) === 1),
);

describe("what opens the file, of all that can leak", () => {
  it("is what the documentation says, and nothing less", { timeout: 120_000 }, async () => {
    const opening: string[] = [];
    for (const subset of subsets) {
      const has = Object.fromEntries(subset.map((thing) => [thing, everything[thing]])) as Partial<Everything>;
      const got = await broken(has);
      if (got !== undefined) {
        expect(got).toBe(secret);
        opening.push(subset.join(" + "));
      }
    }
    const expected = subsets.filter((subset) =>
      documented.some((least) => least.every((thing) => subset.includes(thing))),
    );
    expect(opening).toEqual(expected.map((subset) => subset.join(" + ")));
    // and the live confirmer noticed: each try from elsewhere stands in its list, with the reason
    const reasons = new Set(confirming.refusals.map(({ reason }) => reason));
    expect(reasons).toEqual(new Set(["wrong-source", "unknown-key"]));
  });
});

it("the confirmer's database and log hold no value, no local key and no key that evaluates", async () => {
  const { readdirSync, readFileSync } = await import("node:fs");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toContain("confirmer.db");
  const custody = keyCustody(join(folder, "keys"), everything.masterKey);
  const { kid, publicKey } = confirming.confirmer;
  const { wrapped } = (await confirming.record()).state.epochs[0]!;
  const { secretKey } = must(await custody.unwrap(kid, 1, fromText(publicKey)!, wrapped));
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name));
    for (const key of [Buffer.from(secret), everything.localKey, everything.masterKey, Buffer.from(secretKey)])
      for (const form of [key, key.toString("hex"), key.toString("base64"), key.toString("base64url")])
        expect(bytes.includes(form), name).toBe(false);
  }
});
