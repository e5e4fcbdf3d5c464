import { canonicalText } from "../canonical.ts";
import { type Outcome, refuse } from "../outcome.ts";
import type { KeyState } from "./decide.ts";
import type { SignedPolicy } from "./policy.ts";
import type { DocumentStore } from "./store/document-store.ts";

/** One key as the confirmer keeps it. */
export interface KeyRecord {
  readonly kid: string;
  /** Rises with each change. The log says which was the last, so that a database that was set back is found out. */
  readonly revision: number;
  readonly state: KeyState;
  readonly policy: SignedPolicy;
  /** The one before, for hosts that have no file yet that names the new one: an opening has to fit both of them. */
  readonly previous: { readonly policy: SignedPolicy; readonly until: number } | undefined;
  /** Digest of the policy that the last opening named: what is out there names it. */
  readonly opened: string | undefined;
  /** The boot of the host that opened last. */
  readonly boot: string | undefined;
  /** Openings that wait for approval, and until when. */
  readonly waiting: readonly { readonly handle: string; readonly until: number }[];
}

export function writeRecord(record: KeyRecord): string {
  return canonicalText(record);
}

/** What this confirmer wrote itself: see authenticatedDocuments. Refuses with `damaged-record`. */
export function readRecord(text: string): Outcome<KeyRecord, "damaged-record"> {
  try {
    const record = JSON.parse(text) as KeyRecord;
    // records of before have none
    return { ok: true, value: { ...record, state: { ...record.state, sequence: record.state.sequence ?? 0 } } };
  } catch {
    return refuse("damaged-record");
  }
}

export async function recordOf(
  documents: DocumentStore,
  kid: string,
): Promise<Outcome<KeyRecord, "unknown-key" | "damaged-record">> {
  const text = await documents.read("key", kid);
  return text === undefined ? refuse("unknown-key") : readRecord(text);
}
