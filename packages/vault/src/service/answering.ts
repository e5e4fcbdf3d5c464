import type { RequestListener } from "node:http";
import type { Confirmer } from "../confirmer/confirmer.ts";
import { answering } from "../confirmer/answer-requests.ts";
import { accept, type Outcome } from "../outcome.ts";
import { listen, type Listener, type ListenReason, type Place } from "./listener.ts";
import { observedLedger, type Observe } from "./observed.ts";
import type { ServiceOptions } from "./service-options.ts";
import type { ServiceParts } from "./service-parts.ts";

interface Starting {
  readonly parts: ServiceParts;
  readonly options: Pick<ServiceOptions, "origin" | "tls">;
  readonly place: Place;
  readonly observe: Observe;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** What confirms openings with the parts of this process, and tells what it writes. */
export function confirmerOf(
  { parts, observe, now }: Pick<Starting, "parts" | "observe" | "now">,
  origin: string,
): Confirmer {
  const { documents, custody, ledger, folder } = parts;
  return {
    ...{ documents, custody, ledger: observedLedger(ledger, observe), key: folder.signer.publicKey },
    ...{ secret: parts.secret, now, origin },
  };
}

/** The part of a confirmer that answers hosts and owners. There may be several over the same stores. */
export async function startAnswering(starting: Starting): Promise<Outcome<Listener, ListenReason>> {
  const { parts, options, place, observe } = starting;
  let answer: RequestListener | undefined;
  const listening = await listen(
    (request, response) => {
      const begun = performance.now();
      response.once("close", () =>
        observe({ what: "answered", status: response.statusCode, seconds: (performance.now() - begun) / 1_000 }),
      );
      answer?.(request, response);
    },
    place,
    options.tls,
  );
  if (!listening.ok) return listening;
  // known only now, where any free port will do; nothing was received before
  const origin = options.origin ?? listening.value.origin;
  answer = answering({
    ...confirmerOf(starting, origin),
    signer: parts.folder.signer,
    refused: (refusal) => observe({ what: "refused", refusal }),
  });
  return accept({ ...listening.value, origin });
}
