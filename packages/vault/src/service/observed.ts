import type { Appended, Ledger } from "@secondlock/ledger";
import type { Refusal } from "../confirmer/answer-requests.ts";

/** What one process of a confirmer sees, for the one that keeps count, writes heads and tells people. Plain: it goes between processes. */
export type Observed =
  /** Somebody asked for an opening and got an answer. */
  | { readonly what: "answered"; readonly status: number; readonly seconds: number }
  | { readonly what: "refused"; readonly refusal: Refusal }
  | { readonly what: "logged"; readonly type: string; readonly seq: number }
  | { readonly what: "again"; readonly opening: SecondOpening }
  /** How many processes answer, of a confirmer that has them. */
  | { readonly what: "answering"; readonly processes: number }
  /** `reason` as the ledger refuses. */
  | { readonly what: "log-failed"; readonly reason: string };

/** A host opens once when it starts. That it did so before in this start is a restart of the program, or somebody else with its keys. */
export interface SecondOpening {
  readonly kid: string;
  readonly purpose: string;
  /** The entry of the log. */
  readonly seq: number;
}

export type Observe = (observed: Observed) => void;

/** A ledger that tells of each entry, and of each that it could not write. */
export function observedLedger(ledger: Ledger, observe: Observe): Pick<Ledger, "append"> {
  return {
    async append(event): Promise<Appended> {
      const appended = await ledger.append(event);
      if (!appended.ok) observe({ what: "log-failed", reason: appended.reason });
      else {
        const { seq } = appended;
        observe({ what: "logged", type: event.type, seq });
        const { kid, purpose, again } = (event.data ?? {}) as Readonly<Record<string, unknown>>;
        if (event.type === "opening.confirmed" && again === true)
          observe({ what: "again", opening: { kid: String(kid), purpose: String(purpose), seq } });
      }
      return appended;
    },
  };
}
