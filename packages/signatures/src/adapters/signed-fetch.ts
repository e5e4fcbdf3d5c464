import { signAsAsked } from "../accept-signature.ts";
import type { Policy } from "../policy.ts";
import type { Refusal } from "../refusal.ts";
import type { SignOptions } from "../sign.ts";
import { fetchRequest, signRequest, verifyResponse } from "./fetch.ts";

export interface SignedFetchOptions extends Omit<SignOptions, "body"> {
  /** What responses must be signed with. Not given: they are not verified. */
  readonly policy?: Policy;
  /** Sign again, once, as the Accept-Signature of a 401 asks. */
  readonly negotiate?: boolean;
  /** Instead of the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A request that could not be signed, or a response that did not verify; `verifyResponse` tells the base that this leaves out. */
export class SignedFetchError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, of: "request" | "response") {
    super(`the ${of} is refused: ${refusal.reason}${refusal.detail === undefined ? "" : ` (${refusal.detail})`}`);
    this.name = "SignedFetchError";
    // an error is logged whole, and the base has the values of all covered headers
    const { base: _, ...told } = refusal;
    this.refusal = told;
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
    let response = await send(request.clone());
    const ask = response.headers.get("accept-signature");
    if (again !== undefined && response.status === 401 && ask !== null) {
      request = await signedAsAsked(again, ask, signing);
      await response.body?.cancel();
      response = await send(request.clone());
    }
    return policy === undefined ? response : verifiedOrThrow(response, request, policy);
  };
}

async function signedOrThrow(request: Request, options: Omit<SignOptions, "body">): Promise<Request> {
  const signed = await signRequest(request, options);
  if (!signed.ok) throw new SignedFetchError(signed, "request");
  return signed.value;
}

async function signedAsAsked(request: Request, ask: string, options: Omit<SignOptions, "body">): Promise<Request> {
  const body = Buffer.from(await request.clone().arrayBuffer());
  const signed = await signAsAsked(fetchRequest(request), [ask], { ...options, body });
  if (!signed.ok) throw new SignedFetchError(signed, "request");
  const headers = new Headers(request.headers);
  for (const [name, value] of signed.headers) headers.append(name, value);
  return new Request(request, { headers });
}

async function verifiedOrThrow(response: Response, request: Request, policy: Policy): Promise<Response> {
  const verified = await verifyResponse(response, fetchRequest(request), policy);
  if (!verified.ok) throw new SignedFetchError(verified, "response");
  const { status, statusText, headers } = response;
  const empty = response.body === null || verified.body.length === 0;
  return new Response(empty ? null : Uint8Array.from(verified.body), { status, statusText, headers });
}
