import { type Outcome, refuse } from "../outcome.ts";
import { type KeyRecord, readRecord, writeRecord } from "./key-record.ts";
import type { DocumentStore } from "./store/document-store.ts";

/** Changes the record of one key, with its revision. `change` is pure and may be called more than once. */
export async function changeKey<R extends string>(
  documents: DocumentStore,
  kid: string,
  change: (record: KeyRecord) => Outcome<Omit<KeyRecord, "revision">, R>,
): Promise<Outcome<KeyRecord, R | "unknown-key" | "damaged-record">> {
  return await documents.update<Outcome<KeyRecord, R | "unknown-key" | "damaged-record">>("key", kid, (text) => {
    const record = text === undefined ? refuse("unknown-key") : readRecord(text);
    if (!record.ok) return { result: record };
    const changed = change(record.value);
    if (!changed.ok) return { result: changed };
    const next: KeyRecord = { ...changed.value, revision: record.value.revision + 1 };
    return { result: { ok: true, value: next }, text: writeRecord(next) };
  });
}
