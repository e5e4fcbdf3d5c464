import { answerTo, type Answer, type RefusalLine } from "../answer.ts";
import { acceptSignature } from "../accept-signature.ts";
import type { RequestMessage } from "../message.ts";
import type { Policy } from "../policy.ts";
import type { Refusal } from "../refusal.ts";
import type { Verified } from "../verify.ts";

/** What every server adapter takes. */
export interface Guard {
  readonly policy: Policy;
  /**
   * Scheme and authority as clients see them, such as `https://api.example.com`: behind a proxy that ends TLS or rewrites Host.
   * Without it both come from the connection and from Host or `:authority`.
   */
  readonly origin?: string;
  /** Gets one line for every refusal. */
  readonly refused?: (line: RefusalLine) => void;
}

/** Throws when the origin is not just scheme and authority: with a slash behind it no signature would ever verify. */
export function checkGuard({ origin }: Guard): void {
  if (origin !== undefined && !/^https?:\/\/[^/?#]+$/i.test(origin)) {
    throw new TypeError(`origin is a scheme and an authority, such as https://api.example.com, not ${origin}`);
  }
}

const passed = new WeakMap<object, { readonly verified: Verified; readonly message: RequestMessage }>();

/** What was verified of a request that went through an adapter. Throws when it did not: a route without the guard is a bug. */
export function verifiedOf(request: object): Verified {
  return passedOf(request).verified;
}

/** The request itself, for a response that is bound to it. Throws like {@link verifiedOf}. */
export function messageOf(request: object): RequestMessage {
  return passedOf(request).message;
}

export function remember(request: object, verified: Verified, message: RequestMessage): void {
  passed.set(request, { verified, message });
}

function passedOf(request: object): { readonly verified: Verified; readonly message: RequestMessage } {
  const found = passed.get(request);
  if (found === undefined) throw new TypeError("verifiedOf: this request did not pass the signature guard");
  return found;
}

/** The answer to a refused request; the log gets its line. */
export function answered(refusal: Refusal, { policy, refused }: Guard, body: boolean): Answer {
  const { answer, line } = answerTo(refusal, acceptSignature(policy, { body }));
  refused?.(line);
  return answer;
}
