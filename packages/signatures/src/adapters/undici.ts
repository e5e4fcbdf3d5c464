import { stringify } from "node:querystring";
import type { Dispatcher } from "undici";
import { longestOwnBody, readBody } from "../body.ts";
import type { Fields, RequestMessage } from "../message.ts";
import { accept, type Outcome, type Refusal, refuse } from "../refusal.ts";
import { sign } from "../sign.ts";
import type { SignOptions } from "../sign-options.ts";

/** A request that could not be signed. It was not sent. */
export class UnsignedRequestError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`the request is not signed: ${refusal.reason}${refusal.detail === undefined ? "" : ` (${refusal.detail})`}`);
    this.name = "UnsignedRequestError";
    this.refusal = refusal;
  }
}

/**
 * An interceptor that signs: `new Agent().compose(signing({ key, tag }), ...others)`. Compose it first: undici runs the last one
 * first, and what is composed behind it may change a request before it is signed. `redirect` and `retry` behind it go through it
 * again, and each of their requests is signed for its own address, with its own nonce; before it, they would send one nonce twice.
 * A body that is a stream, as every body of undici's `fetch` is, is read to its end before it is sent, up to 64 MiB; unless it comes with
 * a Content-Digest of its own, and is sent as it flows.
 */
export function signing(options: Omit<SignOptions, "body">): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (given, handler) => {
    const { query, ...rest } = given;
    const path =
      query === undefined || query === null
        ? given.path
        : `${given.path}?${stringify(query as Record<string, string>)}`;
    void signedRequest({ ...rest, path }, options)
      .then((signed) => dispatch(signed, handler))
      .catch((error: unknown) => tell(handler, error as Error));
    return true;
  };
}

/** Of undici 6 and before, and of the fetch in Node. */
interface OlderHandler {
  onError?(error: Error): void;
}

/** A request that is not sent: not signed, or refused by what it is dispatched to, which may throw. */
function tell(handler: Dispatcher.DispatchHandler, error: Error): void {
  // the type demands a controller, which there is none of before a request is sent: undici itself passes null then
  if (handler.onResponseError !== undefined) handler.onResponseError(null as never, error);
  else (handler as OlderHandler).onError?.(error);
}

async function signedRequest(
  request: Dispatcher.DispatchOptions,
  options: Omit<SignOptions, "body">,
): Promise<Dispatcher.DispatchOptions> {
  const fields = fieldsOf(request.headers);
  const { method, origin = "", path } = request;
  const message: RequestMessage = { method, targetUri: `${String(origin).replace(/\/$/, "")}${path}`, headers: fields };
  const digested = fields.some(([name]) => name.toLowerCase() === "content-digest");
  const body = digested ? undefined : await bytesOf(request.body);
  if (body?.ok === false) throw new UnsignedRequestError(body);
  const signed = await sign(message, { ...options, ...(body === undefined ? {} : { body: body.value }) });
  if (!signed.ok) throw new UnsignedRequestError(signed);
  const headers = [...fields, ...signed.headers].flat();
  // what was hashed is what is sent
  return { ...request, headers, ...(body === undefined || request.body == null ? {} : { body: body.value }) };
}

/** All of a body. Refuses with `missing-digest` what has no bytes that could be read here, such as a form. */
async function bytesOf(body: unknown): Promise<Outcome<Uint8Array>> {
  if (body === undefined || body === null) return accept(new Uint8Array());
  if (typeof body === "string") return accept(Buffer.from(body));
  if (body instanceof Uint8Array) return accept(body);
  if (typeof body === "object" && Symbol.asyncIterator in body) {
    return readBody(chunksOf(body as AsyncIterable<unknown>), longestOwnBody, undefined);
  }
  return refuse("missing-digest", "a body that is no text, bytes or stream needs a Content-Digest of its own");
}

async function* chunksOf(body: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) throw new TypeError("a chunk is no bytes");
    yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
  }
}

type Given = NonNullable<Dispatcher.DispatchOptions["headers"]>;

/** Undici takes a flat list, an object, or pairs. */
function fieldsOf(headers: Given | null | undefined): Fields {
  if (headers === undefined || headers === null) return [];
  if (Array.isArray(headers) && typeof headers[0] === "string") {
    return headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? ""] as const] : []));
  }
  const entries = Symbol.iterator in headers ? [...(headers as Iterable<[string, unknown]>)] : Object.entries(headers);
  return entries.flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    return (Array.isArray(value) ? value : [value]).map((each) => [name, String(each)] as const);
  });
}
