import { answerTo, type Answer, type RefusalLine } from "../answer.ts";
import { acceptSignature } from "../accept-signature.ts";
import type { RequestMessage } from "../message.ts";
import type { Policy } from "../policy.ts";
import type { Refusal } from "../refusal.ts";
import { parseAuthority } from "../target.ts";
import type { Verified } from "../verify.ts";

/** What every server adapter takes. */
export interface Guard {
  readonly policy: Policy;
  /**
   * Scheme and authority as clients see them, such as `https://api.example.com`: behind a proxy that ends TLS or rewrites Host.
   * Without it both come from the connection and from Host or `:authority`.
   */
  readonly origin?: string;
  /** Gets one line for every refusal. What it throws becomes a warning of the process, and the peer is answered all the same. */
  readonly refused?: (line: RefusalLine) => void;
}

/**
 * Throws TypeError when no request could ever verify: the origin is not just scheme and authority, or the policy is for responses.
 */
export function checkGuard({ origin, policy }: Guard): void {
  if (origin !== undefined && parseAuthority(/^https?:\/\/(.+)$/i.exec(origin)?.[1] ?? "") === undefined) {
    throw new TypeError(`origin is a scheme and an authority, such as https://api.example.com, not ${origin}`);
  }
  if (policy.components.request === undefined) {
    throw new TypeError("the components of the policy are those of a response, and a guard is for requests");
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
  // who logs must not take the answer with it, nor the process: it may also be an async function
  new Promise((resolve) => resolve(refused?.(line))).catch(warn);
  return answer;
}

/** For what the application's own code throws where nobody waits for it: seen, and no end of the process. */
export function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
