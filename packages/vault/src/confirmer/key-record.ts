import { canonicalText } from "../canonical.ts";
import { type Outcome, refuse } from "../outcome.ts";
import type { KeyState } from "./decide.ts";
import type { SignedPolicy } from "./policy.ts";

/** One key as the confirmer keeps it. It holds nothing with which an opening could be made. */
export interface KeyRecord {
  readonly kid: string;
  /** Rises with each change. The log says which was the last, so that a database that was set back is found out. */
  readonly revision: number;
  readonly state: KeyState;
  /** The element of RFC 9497 of this epoch's key, base64url. */
  readonly publicKey: string;
  /** The secret key, encrypted under the wrapping key: see KeyCustody. */
  readonly wrapped: string;
  readonly policy: SignedPolicy;
  /** The boot of the host that opened last. */
  readonly boot: string | undefined;
}

export function writeRecord(record: KeyRecord): string {
  return canonicalText(record);
}

/** What this process wrote itself. Refuses with `damaged-record` where somebody else has. */
export function readRecord(text: string): Outcome<KeyRecord, "damaged-record"> {
  try {
    return { ok: true, value: JSON.parse(text) as KeyRecord };
  } catch {
    return refuse("damaged-record");
  }
}
