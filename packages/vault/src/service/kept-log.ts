import { readFile } from "node:fs/promises";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { join } from "node:path";
import { type Entry, type Head, type LedgerReader, openReader, toNdjson, type Verification } from "@secondlock/ledger";
import { canonicalText } from "../canonical.ts";
import { replaceFile } from "../disk/replace-file.ts";
import { signerOf } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { readHead } from "./head-file.ts";
import { logStore, postgresPool, type StoresReason } from "./open-stores.ts";
import { missingReceipt, type Receipt, readReceipts } from "./receipts.ts";

export type LogReason =
  | StoresReason
  /** There is none. `detail` is where. */
  | "no-log"
  | "bad-head"
  /** No head was named, and the folder has none. `detail` is its path. */
  | "no-head"
  /** A file cannot be read. `detail` is its path and the code of the system's error. */
  | "unreadable"
  /** A line of the receipts is none. `detail` is its number. */
  | "bad-receipt"
  /** The log does not hold together, or is not the head's. `detail` is what is wrong, and where. */
  | "not-sound"
  /** A host has a receipt of an opening that the log does not have. `detail` is when, and which entry. */
  | "missing-opening"
  /** It was verified, and that cannot be noted. `detail` is the path and the code of the system's error. */
  | "not-noted";

export interface Where {
  /** The confirmer's folder. */
  readonly folder: string;
  /** Path of a file with the address of its database, where the log is not in the folder. */
  readonly postgres: string | undefined;
}

/** An entry for people and for programs. */
export interface LoggedEntry extends Entry {
  /** One line of NDJSON. */
  readonly line: string;
}

/** Hands over each entry from a number on. Refuses with `no-log`, `unusable-log` and what the database says. */
export async function readLog(
  where: Where,
  from: number,
  take: (entry: LoggedEntry) => void,
): Promise<Outcome<undefined, LogReason>> {
  return await reading(where, async (reader) => {
    for await (const entry of reader.read({ from })) take({ ...entry, line: toNdjson(entry) });
    return accept(undefined);
  });
}

/** What verifying found. */
export interface VerifiedLog {
  readonly size: number;
  readonly hash: string;
  /** How many entries the kept head stood for. */
  readonly known: number;
  /** How many receipts stand in it, and how many are of other confirmers. */
  readonly receipts: number;
  readonly otherReceipts: number;
  /** Private values that were removed, and those that are gone without a word of it. */
  readonly redacted: number;
  readonly missing: number;
}

interface Against {
  /** Path of a head that was kept elsewhere; undefined: the folder's own. */
  readonly head: string | undefined;
  /** Path of a host's receipts. */
  readonly receipts: string | undefined;
  readonly now: Date;
}

/** Verifies the whole log against a head and a host's receipts, and notes in the folder when that was (`verified`). */
export async function verifyLog(where: Where, against: Against): Promise<Outcome<VerifiedLog, LogReason>> {
  const head = await headOf(where.folder, against.head);
  if (!head.ok) return head;
  const receipts = await receiptsOf(against.receipts);
  if (!receipts.ok) return receipts;
  return await reading(where, async (reader): Promise<Outcome<VerifiedLog, LogReason>> => {
    const verified = await reader.verify(head.value.head);
    if (!verified.ok) return refuse("not-sound", told(verified));
    const own = receipts.value.filter(({ key }) => key === head.value.key);
    const missing = await missingReceipt(reader, own);
    if (missing !== undefined) return refuse("missing-opening", `${missing.at}, entry ${missing.seq}`);
    const { size, last: hash } = verified.head;
    const path = join(where.folder, "verified");
    const noted = await replaceFile(path, `${canonicalText({ at: against.now.toISOString(), size, hash })}\n`, 0o644);
    if (!noted.ok) return refuse("not-noted", `${path}: ${noted.detail}`);
    const { redacted, missing: gone } = verified;
    return accept({
      ...{ size, hash, redacted, missing: gone },
      known: head.value.head.size,
      ...{ receipts: own.length, otherReceipts: receipts.value.length - own.length },
    });
  });
}

async function reading<T>(
  { folder, postgres }: Where,
  work: (reader: LedgerReader) => Promise<Outcome<T, LogReason>>,
): Promise<Outcome<T, LogReason>> {
  const pool = postgres === undefined ? accept(undefined) : await postgresPool(postgres);
  if (!pool.ok) return pool;
  try {
    const path = join(folder, "ledger");
    const opened = await openReader({ store: logStore(path, pool.value) });
    if (!opened.ok)
      return opened.reason === "no-log"
        ? refuse("no-log", path)
        : refuse("unusable-log", `${opened.reason}: ${opened.detail}`);
    try {
      return await work(opened.reader);
    } finally {
      await opened.reader.close();
    }
  } catch (error) {
    return refuse("unusable-log", error instanceof Error ? error.message : "unknown");
  } finally {
    await pool.value?.end();
  }
}

/** The head that the log is compared with, and the key of the confirmer that signed it. */
async function headOf(
  folder: string,
  kept: string | undefined,
): Promise<Outcome<{ readonly head: Head; readonly key: string }, LogReason>> {
  const pem = await textOf(join(folder, "signer.pem"));
  if (!pem.ok) return pem;
  const { publicKey } = signerOf(createPrivateKey(pem.value));
  const path = kept ?? join(folder, "head");
  const head = await readHead(path, createPublicKey(pem.value));
  if (!head.ok) return head;
  return head.value === undefined ? refuse("no-head", path) : accept({ head: head.value, key: publicKey });
}

async function receiptsOf(path: string | undefined): Promise<Outcome<readonly Receipt[], LogReason>> {
  if (path === undefined) return accept([]);
  const text = await textOf(path);
  return text.ok ? readReceipts(text.value) : text;
}

async function textOf(path: string): Promise<Outcome<string, "unreadable">> {
  try {
    return accept(await readFile(path, "utf8"));
  } catch (error) {
    return refuse("unreadable", `${path}: ${(error as NodeJS.ErrnoException).code ?? "unknown"}`);
  }
}

function told(verified: Exclude<Verification, { ok: true }>): string {
  return `${verified.reason}${"place" in verified ? ` at entry ${verified.seq}, ${verified.place}` : ""}`;
}
