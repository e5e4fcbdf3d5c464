import { randomBytes } from "node:crypto";
import type { Reason, Refusal } from "./refusal.ts";

/** What the peer is told: the same for every reason but the reference. */
export interface Answer {
  readonly status: 401;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the log is told. The reference is in the answer too, so that a caller's question finds its line. */
export interface RefusalLine {
  readonly reference: string;
  readonly reason: Reason;
  readonly label?: string;
  readonly detail?: string;
}

/**
 * One answer for all refusals: 401 with a reference, as a problem document (RFC 9457).
 * `ask` is a value for Accept-Signature, which says how to sign the next request (RFC 9421 5).
 */
export function answerTo(
  { reason, label, detail }: Refusal,
  ask?: string,
): { readonly answer: Answer; readonly line: RefusalLine } {
  const reference = randomBytes(12).toString("base64url");
  const body = JSON.stringify({ title: "The request is not signed as it has to be.", status: 401, reference });
  return {
    answer: {
      status: 401,
      headers: {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        // RFC 9110 15.5.2 demands a challenge, and no scheme is registered for RFC 9421
        "www-authenticate": "Signature",
        ...(ask === undefined ? {} : { "accept-signature": ask }),
      },
      body,
    },
    line: { reference, reason, ...(label === undefined ? {} : { label }), ...(detail === undefined ? {} : { detail }) },
  };
}
