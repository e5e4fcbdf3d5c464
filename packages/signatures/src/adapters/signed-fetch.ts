import { type BodySource, readBody } from "../body.ts";
import type { Policy } from "../policy.ts";
import type { Refusal } from "../refusal.ts";
import type { SignOptions } from "../sign-options.ts";
import { fetchRequest, signRequest, verifyResponse } from "./fetch.ts";

export interface SignedFetchOptions extends Omit<SignOptions, "body"> {
  /** What responses must be signed with. Not given: they are not verified. */
  readonly policy?: Policy;
  /** Sign again, once, as the Accept-Signature of a 401 asks. */
  readonly negotiate?: boolean;
  /** Instead of the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** What a response says that did not verify: anybody may have written it. */
interface Unverified {
  readonly status: number;
  /** Of a 401: under this the server's log has the reason, if it is the server's. */
  readonly reference?: string;
}

/** Bytes of a 401 that is read for its reference. */
const longestAnswer = 4_096;

/** A request that could not be signed, or a response that did not verify; `verifyResponse` tells the base that this leaves out. */
export class SignedFetchError extends Error {
  readonly refusal: Refusal;
  /** Undefined when no response is refused. */
  readonly unverified: Unverified | undefined;

  constructor(refusal: Refusal, of: "request" | "response", unverified?: Unverified) {
    super(`the ${of} is refused: ${refusal.reason}${refusal.detail === undefined ? "" : ` (${refusal.detail})`}`);
    this.name = "SignedFetchError";
    // an error is logged whole, and the base has the values of all covered headers
    const { base: _, ...told } = refusal;
    this.refusal = told;
    this.unverified = unverified;
  }
}

/**
 * `fetch` that signs every request, and verifies every response when a policy is given; the response that it gives has the
 * verified bytes. It asks for responses that are not compressed then, unless the request says otherwise: a Content-Digest is of the
 * bytes on the wire (RFC 9530 2), and fetch gives none but decompressed ones. Rejects with {@link SignedFetchError}. A redirect is given back, not followed: a signature is for one address.
 */
export function signedFetch(
  options: SignedFetchOptions,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  const { policy, negotiate = false, fetch: send = (request: Request) => fetch(request), ...signing } = options;
  return async (input, init) => {
    const unsigned = new Request(input, { ...init, redirect: "manual" });
    const { headers } = unsigned;
    if (policy?.body === "covered" && !headers.has("accept-encoding")) headers.set("accept-encoding", "identity");
    const again = negotiate ? unsigned.clone() : undefined;
    let request = await signedOrThrow(unsigned, signing);
    let response = await send(request);
    const ask = response.headers.get("accept-signature");
    if (again !== undefined && response.status === 401 && ask !== null) {
      await letGo(response);
      request = await signedOrThrow(again, signing, ask);
      response = await send(request);
    }
    return policy === undefined ? response : verifiedOrThrow(response, request, policy);
  };
}

async function signedOrThrow(request: Request, options: Omit<SignOptions, "body">, ask?: string): Promise<Request> {
  const signed = await signRequest(request, options, ask);
  if (!signed.ok) throw new SignedFetchError(signed, "request");
  return signed.value;
}

async function verifiedOrThrow(response: Response, request: Request, policy: Policy): Promise<Response> {
  const verified = await verifyResponse(response, fetchRequest(request), policy);
  if (!verified.ok) {
    const told = await toldBy(response);
    await letGo(response);
    throw new SignedFetchError(verified, "response", told);
  }
  const { status, statusText, headers } = response;
  const empty = response.body === null || verified.body.length === 0;
  return new Response(empty ? null : Uint8Array.from(verified.body), { status, statusText, headers });
}

/** The connection is free again, or ended, however much of the body was read. */
async function letGo(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

/** What an answer of `answerTo` says, if this is one: nothing of it is proven. */
async function toldBy({ status, body, bodyUsed }: Response): Promise<Unverified> {
  if (status !== 401 || body === null || bodyUsed) return { status };
  const read = await readBody(body as BodySource, longestAnswer, undefined);
  try {
    const { reference } = JSON.parse(read.ok ? read.value.toString() : "") as { readonly reference?: unknown };
    return typeof reference === "string" && /^[\w-]{1,64}$/.test(reference) ? { status, reference } : { status };
  } catch {
    return { status };
  }
}
