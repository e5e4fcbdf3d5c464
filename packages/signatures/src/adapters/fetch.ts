import { signAsAsked } from "../accept-signature.ts";
import { type BodySource, longestOwnBody, readBody } from "../body.ts";
import type { Fields, RequestMessage, ResponseMessage } from "../message.ts";
import type { Policy } from "../policy.ts";
import { accept, type Outcome, type Refusal, refuse } from "../refusal.ts";
import { sign } from "../sign.ts";
import type { SignOptions } from "../sign-options.ts";
import { type Verified, verify } from "../verify.ts";

/** Where the client addressed the request, when the server's own view differs: see `Guard`. */
interface Seen {
  readonly origin?: string;
}

/** The neutral form. Fetch joins the lines of a field and drops the fragment: neither can be seen here. */
export function fetchRequest(request: Request, { origin }: Seen = {}): RequestMessage {
  const { origin: own, pathname, search } = new URL(request.url);
  // an empty query is lost in `search`, and is signed as an absent one
  return {
    method: request.method,
    targetUri: `${origin ?? own}${pathname}${search}`,
    headers: [...request.headers],
  };
}

export function fetchResponse(response: Response, request?: RequestMessage): ResponseMessage {
  const headers: Fields = [...response.headers];
  return { status: response.status, headers, ...(request === undefined ? {} : { request }) };
}

/**
 * The request again, signed; with `asked`, the value of an Accept-Signature, as `signAsAsked` does. Reads its body to its end.
 */
export async function signRequest(
  request: Request,
  options: Omit<SignOptions, "body">,
  asked?: string,
): Promise<Outcome<Request>> {
  const body = await bytesOf(request);
  if (!body.ok) return body;
  const message = fetchRequest(request);
  const whole = { ...options, body: body.value };
  const signed = await (asked === undefined ? sign(message, whole) : signAsAsked(message, [asked], whole));
  if (!signed.ok) return signed;
  const headers = withFields(request.headers, signed.headers);
  return accept(new Request(request, { headers, ...bodyInit(request, body.value) }));
}

/** The response again, signed, bound to the request that it answers. */
export async function signResponse(
  response: Response,
  request: RequestMessage,
  options: Omit<SignOptions, "body">,
): Promise<Outcome<Response>> {
  const body = await bytesOf(response);
  if (!body.ok) return body;
  const signed = await sign(fetchResponse(response, request), { ...options, body: body.value });
  if (!signed.ok) return signed;
  const { status, statusText } = response;
  const headers = withFields(response.headers, signed.headers);
  return accept(
    new Response(response.body === null ? null : Uint8Array.from(body.value), { status, statusText, headers }),
  );
}

/** Verifies a request. Its body is `body` of the result: the stream is read already. */
export function verifyRequest(request: Request, policy: Policy, seen?: Seen): Promise<Verified | Refusal> {
  return verifyFetched(request, fetchRequest(request, seen), policy);
}

/** Verifies a response against the request that it answers, in the form in which that was sent. */
export function verifyResponse(
  response: Response,
  request: RequestMessage,
  policy: Policy,
): Promise<Verified | Refusal> {
  return verifyFetched(response, fetchResponse(response, request), policy);
}

async function verifyFetched(
  source: Request | Response,
  message: RequestMessage | ResponseMessage,
  policy: Policy,
): Promise<Verified | Refusal> {
  return source.bodyUsed ? refuse("body-unreadable") : verify(message, policy, streamOf(source));
}

function bytesOf(source: Request | Response): Promise<Outcome<Buffer>> {
  return source.bodyUsed
    ? Promise.resolve(refuse("body-unreadable"))
    : readBody(streamOf(source), longestOwnBody, undefined);
}

function streamOf({ body }: Request | Response): BodySource | undefined {
  return (body ?? undefined) as BodySource | undefined;
}

function bodyInit({ body }: Request, bytes: Buffer): { readonly body?: Uint8Array<ArrayBuffer> } {
  return body === null ? {} : { body: Uint8Array.from(bytes) };
}

function withFields(headers: Headers, fields: Fields): Headers {
  const all = new Headers(headers);
  for (const [name, value] of fields) all.append(name, value);
  return all;
}
