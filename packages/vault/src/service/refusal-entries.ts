import type { Ledger } from "@secondlock/ledger";
import type { Refusal } from "../confirmer/answer-requests.ts";
import { type Allowance, budget } from "./budget.ts";

/** Refusals on their way into the log: some of each reason one by one, and all others as a count. */
export interface RefusalEntries {
  take(refusal: Refusal): void;
  /** Writes the counts, and waits for what is on its way. */
  flush(): Promise<void>;
}

interface Parts {
  readonly ledger: Pick<Ledger, "append">;
  /** Whether a confirmer has a key of this name: any other word of a stranger stays out of the log. */
  readonly isKnown: (kid: string) => Promise<boolean>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/**
 * For each reason apart: whoever has no key of a host can fill the log with "unknown-key", and hides no "wrong-source" with that, which
 * takes the host's signature. A stranger who never stops comes to some 10 MB a day.
 */
export const refusalAllowance: Allowance = { atOnce: 10, every: 60 };

export function refusalEntries({ ledger, isKnown, now }: Parts): RefusalEntries {
  const allowed = budget(refusalAllowance);
  const underWay = new Set<Promise<unknown>>();
  let since = now();

  async function write({ reference, reason, kid, peer, detail }: Refusal): Promise<void> {
    const known = kid !== "" && (await isKnown(kid).catch(() => false));
    await ledger.append({
      type: "opening.refused",
      data: { reference, reason, ...(known ? { kid } : {}) },
      // whose address it is goes when it is no longer needed; a detail may name one too
      private: { peer: { address: peer, ...(detail === undefined ? {} : { detail: detail.slice(0, 256) }) } },
    });
  }

  return {
    take(refusal) {
      if (!allowed.take(refusal.reason, now())) return;
      const writing = write(refusal).finally(() => underWay.delete(writing));
      underWay.add(writing);
    },
    async flush() {
      const [counts, from] = [allowed.leftOut(), since];
      since = now();
      if (Object.keys(counts).length > 0)
        await ledger.append({
          type: "openings.refused",
          data: { counts, from: new Date(from * 1_000).toISOString(), until: new Date(since * 1_000).toISOString() },
        });
      await Promise.allSettled(underWay);
    },
  };
}
