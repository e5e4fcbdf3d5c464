import { stringify } from "node:querystring";
import type { Dispatcher } from "undici";
import type { Fields, RequestMessage } from "../message.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { sign, type SignOptions } from "../sign.ts";

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
 * An interceptor that signs: `new Agent().compose(signing({ key, tag }))`. Compose it last, so that it signs what is sent.
 * A body must be a string or bytes, or come with a Content-Digest of its own.
 */
export function signing(options: Omit<SignOptions, "body">): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (given, handler) => {
    const { query, ...rest } = given;
    const path =
      query === undefined || query === null
        ? given.path
        : `${given.path}?${stringify(query as Record<string, string>)}`;
    void signedHeaders({ ...rest, path }, options)
      .then((headers) => dispatch({ ...rest, path, headers }, handler))
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

async function signedHeaders(
  request: Dispatcher.DispatchOptions,
  options: Omit<SignOptions, "body">,
): Promise<string[]> {
  const fields = fieldsOf(request.headers);
  const { method, origin = "", path, body } = request;
  const message: RequestMessage = { method, targetUri: `${String(origin).replace(/\/$/, "")}${path}`, headers: fields };
  const bytes = bytesOf(body);
  const digested = fields.some(([name]) => name.toLowerCase() === "content-digest");
  if (bytes === undefined && !digested) throw new UnsignedRequestError(refuse("missing-digest"));
  const signed = await sign(message, { ...options, ...(bytes === undefined ? {} : { body: bytes }) });
  if (!signed.ok) throw new UnsignedRequestError(signed);
  return [...fields, ...signed.headers].flat();
}

/** Undefined: a stream, whose bytes come too late. */
function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === "string") return Buffer.from(body);
  return body instanceof Uint8Array ? body : undefined;
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
