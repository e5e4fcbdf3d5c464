import type { Head, Ledger } from "@secondlock/ledger";
import { fromText } from "../bytes.ts";
import { ForgedDocument } from "../confirmer/authenticated-documents.ts";
import type { KeyCustody } from "../confirmer/key-custody.ts";
import { type KeyRecord, readRecord } from "../confirmer/key-record.ts";
import { ownersOf } from "../confirmer/owners.ts";
import { policyOf } from "../confirmer/policy.ts";
import type { DocumentStore } from "../confirmer/store/document-store.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { type LoggedKey, summary } from "./log-summary.ts";

export type StartReason =
  /** The log has fewer entries than the head that was kept: it was cut off or set back. `detail` says how many of how many. */
  | "log-behind"
  /** The log is not the one that the head was made of. `detail` is the place. */
  | "log-forked"
  /** The log does not hold together. `detail` is what, and where. */
  | "log-damaged"
  /** The log has entries, and nothing was kept that says how many there have to be. */
  | "no-head"
  /** The database is older than the log. `detail` names the key. */
  | "database-behind"
  /** A document was written by somebody without the master key, or is none. `detail` names it. */
  | "forged-document"
  /** A key is not encrypted under this master key, or is not that of its public key. `detail` names it, and why. */
  | "key-not-ours"
  /** The clock is behind the log's last entry. `detail` is that entry's time. */
  | "clock-behind"
  | "unreadable";

interface Parts {
  readonly ledger: Ledger;
  /** Authenticated. */
  readonly documents: DocumentStore;
  readonly custody: KeyCustody;
  /** What was kept beside the log; undefined: nothing. */
  readonly head: Head | undefined;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Seconds that the clock may be behind the log. */
const skew = 60;

export interface Checked {
  /** Of the log. */
  readonly entries: number;
  /** Keys that open nothing, as their wrapping keys are not there. */
  readonly withoutKey: readonly string[];
}

/** Whether a confirmer may start: a log or a database that was set back would let through what was revoked, counted or used up. */
export async function startChecks({
  ledger,
  documents,
  custody,
  head,
  now,
}: Parts): Promise<Outcome<Checked, StartReason>> {
  const verified = head === undefined ? await ledger.verify() : await ledger.verify(head);
  if (!verified.ok) return unsound(verified, head);
  const { size } = verified.head;
  if (head === undefined && size > 0) return refuse("no-head", `${size} entries`);
  // before the database: what stands in the log was in the database first
  const logged = await summary(ledger);
  if (now() + skew < logged.time) return refuse("clock-behind", new Date(logged.time * 1_000).toISOString());
  const withoutKey: string[] = [];
  try {
    const owners = await ownersOf(documents);
    if (owners.version < logged.owners)
      return refuse("database-behind", `owners ${owners.version} of ${logged.owners}`);
    const known = new Set(await documents.ids("key"));
    if (head === undefined && known.size > 0) return refuse("no-head", `${known.size} keys`);
    for (const [kid, last] of logged.keys) if (!known.has(kid) && !last.shredded) return refuse("database-behind", kid);
    for (const kid of known) {
      const checked = await checkKey(await documents.read("key", kid), kid, logged.keys.get(kid), custody);
      if (!checked.ok) return checked;
      if (checked.value === "without-key") withoutKey.push(kid);
    }
  } catch (error) {
    if (error instanceof ForgedDocument) return refuse("forged-document", error.message);
    return refuse("unreadable", error instanceof Error ? error.message : "unknown");
  }
  return accept({ entries: size, withoutKey });
}

function unsound(verified: Exclude<Awaited<ReturnType<Ledger["verify"]>>, { ok: true }>, head: Head | undefined) {
  switch (verified.reason) {
    case "truncated":
      return refuse("log-behind" as const, `${verified.seq} of ${head?.size ?? "more"} entries`);
    case "rewritten":
    case "other-log":
      return refuse("log-forked" as const, "place" in verified ? verified.place : "");
    default:
      return refuse("log-damaged" as const, `${verified.reason}${"place" in verified ? ` at ${verified.place}` : ""}`);
  }
}

type Found = "whole" | "without-key";

async function checkKey(
  text: string | undefined,
  kid: string,
  logged: LoggedKey | undefined,
  custody: KeyCustody,
): Promise<Outcome<Found, StartReason>> {
  const read = text === undefined ? refuse("no-record") : readRecord(text);
  if (!read.ok || read.value.kid !== kid) return refuse("forged-document", `key ${kid}`);
  const { revision, state, policy } = read.value;
  if (logged !== undefined && revision < logged.revision) return refuse("database-behind", kid);
  // one that was put back is caught up with by whatever is counted afterwards
  if (logged !== undefined && policyOf(policy).version < logged.policyVersion) return refuse("database-behind", kid);
  // said twice: a revocation must not come undone by whatever else is wrong with a revision
  if (logged?.shredded === true && state.status !== "shredded") return refuse("database-behind", kid);
  if (logged?.revoked === true && state.status === "active") return refuse("database-behind", kid);
  return state.status === "shredded" ? accept("whole") : await checkEpochs(read.value, custody);
}

/** Each public key is that of the secret key that this confirmer would use (RFC 9497 2.2.2 proves nothing about another one). */
async function checkEpochs({ kid, state }: KeyRecord, custody: KeyCustody): Promise<Outcome<Found, StartReason>> {
  for (const { epoch, publicKey, wrapped } of state.epochs) {
    const unwrapped = await custody.unwrap(kid, epoch, fromText(publicKey) ?? Buffer.alloc(0), wrapped);
    // whoever was stopped while he shredded it had begun with this; nothing opens
    if (!unwrapped.ok && unwrapped.reason === "shredded") return accept("without-key");
    if (!unwrapped.ok) return refuse("key-not-ours", `${kid}: ${unwrapped.reason}`);
  }
  return accept("whole");
}
