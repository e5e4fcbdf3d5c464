import type { Appended, Ledger } from "@secondlock/ledger";
import type { Refusal } from "../confirmer/server.ts";

/** What one process of a confirmer sees, for the one that keeps count, writes heads and tells people. Plain: it goes between processes. */
export type Observed =
  /** Somebody asked for an opening and got an answer. */
  | { readonly what: "answered"; readonly status: number; readonly seconds: number }
  | { readonly what: "refused"; readonly refusal: Refusal }
  | { readonly what: "logged"; readonly type: string; readonly seq: number }
  /** `reason` as the ledger refuses. */
  | { readonly what: "log-failed"; readonly reason: string };

export type Observe = (observed: Observed) => void;

/** A ledger that tells of each entry, and of each that it could not write. */
export function observedLedger(ledger: Ledger, observe: Observe): Pick<Ledger, "append"> {
  return {
    async append(event): Promise<Appended> {
      const appended = await ledger.append(event);
      if (appended.ok) observe({ what: "logged", type: event.type, seq: appended.seq });
      else observe({ what: "log-failed", reason: appended.reason });
      return appended;
    },
  };
}
