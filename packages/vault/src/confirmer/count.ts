import { refuse } from "../outcome.ts";
import { type Policies, policiesFor } from "./active-key.ts";
import { decide } from "./decide.ts";
import { type KeyRecord, readRecord, writeRecord } from "./key-record.ts";
import type { AskedOpening } from "./opening-message.ts";

/** What a key is to be counted for. */
export interface Demand {
  readonly opening: AskedOpening;
  readonly source: string | undefined;
  readonly approvedBy: readonly string[];
  readonly isPaid: boolean;
  /** The record by which the signature was looked at. */
  readonly seen: KeyRecord;
}

export type Counted =
  | { readonly ok: true; readonly value: KeyRecord; readonly again: boolean }
  | { readonly ok: false; readonly reason: string; readonly detail?: string };

/** What becomes of the record: counted, or left as it is. Pure. */
export function count(
  text: string | undefined,
  policies: Policies,
  { opening, source, approvedBy, isPaid, seen }: Demand,
  now: number,
): { readonly result: Counted; readonly text?: string } {
  const read = text === undefined ? refuse("unknown-key") : readRecord(text);
  if (!read.ok) return { result: read };
  const record = read.value;
  // somebody changed the policy while the signature was looked at
  if (record.policy.text !== seen.policy.text) return { result: refuse("wrong-policy") };
  const demand = { ...opening, source, approvedBy, isPaid };
  const [current, ...others] = policiesFor(policies, opening.policy);
  if (current === undefined) return { result: refuse("wrong-policy") };
  const state = decide(current, record.state, demand, now);
  if (!state.ok) return { result: state };
  for (const other of others) {
    const before = decide(other, record.state, demand, now);
    if (!before.ok) return { result: before };
  }
  const next: KeyRecord = {
    ...record,
    ...{ state: state.value, boot: opening.boot, opened: opening.policy, revision: record.revision + 1 },
    waiting: record.waiting.filter(({ until }) => until > now),
  };
  // a host opens once when it starts: a second time may be somebody else with its keys
  const again = record.boot === opening.boot;
  return { result: { ok: true, value: next, again }, text: writeRecord(next) };
}
