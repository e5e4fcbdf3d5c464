import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { Answer } from "../answer.ts";
import type { BodySource } from "../body.ts";
import { type Fields, linesOf, type RequestMessage } from "../message.ts";
import type { Policy } from "../policy.ts";
import { accept, type Outcome, type Refusal, refuse } from "../refusal.ts";
import { type Signed, sign } from "../sign.ts";
import type { SignOptions } from "../sign-options.ts";
import { absoluteTarget, parseAuthority } from "../target.ts";
import { type Verified, verify } from "../verify.ts";
import { answered, checkGuard, type Guard, messageOf, remember, warn } from "./verified-requests.ts";

export { verifiedOf, type Guard } from "./verified-requests.ts";

export type NodeRequest = IncomingMessage | Http2ServerRequest;
export type NodeResponse = ServerResponse | Http2ServerResponse;

/**
 * A listener that calls the handler with verified requests only. The body is `verified.body`: the stream is read already. What the
 * handler throws is answered with 500 and becomes a warning of the process; the promise never rejects.
 */
export function signedListener<Q extends NodeRequest, S extends NodeResponse>(
  guard: Guard,
  handler: (request: Q, response: S, verified: Verified) => void | Promise<void>,
): (request: Q, response: S) => Promise<void> {
  checkGuard(guard);
  return async (request, response) => {
    try {
      const result = await verifyIncoming(request, guard);
      if (!result.ok) return sendAnswer(response, answered(result, guard, hasBody(request)));
      await handler(request, response, result);
    } catch (error) {
      warn(error);
      sendFailure(response);
    }
  };
}

/** An answer that has begun cannot be taken back: it breaks off, so that nobody takes it for whole. */
function sendFailure(response: NodeResponse): void {
  if (response.headersSent) response.destroy();
  else {
    response.statusCode = 500;
    response.end();
  }
}

/** Verifies a request of node:http, or of node:http2 in its compatibility form. `url` is for frameworks that change `request.url`. */
export async function verifyIncoming(
  request: NodeRequest,
  { policy, origin }: Guard,
  url: string = request.url ?? "",
): Promise<Verified | Refusal> {
  const message = incomingMessage(request, origin, url);
  if (!message.ok) return message;
  if (request.readableDidRead) return refuse("body-unreadable");
  const result = await verify(message.value, policy, bodyOf(request));
  if (result.ok) remember(request, result, message.value);
  return result;
}

/** Verifies a response that node:http's client got, against the request that it answers. */
export function verifyIncomingResponse(
  response: IncomingMessage,
  request: RequestMessage,
  policy: Policy,
): Promise<Verified | Refusal> {
  if (response.readableDidRead) return Promise.resolve(refuse("body-unreadable"));
  const { statusCode = 0, rawHeaders } = response;
  const trailers = (): Fields => pairs(response.rawTrailers);
  return verify({ status: statusCode, headers: pairs(rawHeaders), trailers, request }, policy, bodyOf(response));
}

/** What a server answers. */
export interface SignedContent {
  readonly status: number;
  readonly headers?: Fields;
  readonly body?: Uint8Array;
}

/**
 * Signs a response, bound to its request, and sends it. The request went through a guard; throws when it did not.
 * When it cannot be signed, nothing is sent, and the refusal is given.
 */
export async function sendSigned(
  request: NodeRequest,
  response: NodeResponse,
  { status, headers = [], body = new Uint8Array() }: SignedContent,
  options: Omit<SignOptions, "body">,
): Promise<Signed | Refusal> {
  const signed = await sign({ status, headers, request: messageOf(request) }, { ...options, body });
  if (!signed.ok) return signed;
  response.statusCode = status;
  for (const [name, value] of [...headers, ...signed.headers]) response.appendHeader(name, value);
  response.end(body);
  return signed;
}

/**
 * Sends the answer to a refused request, and ends the connection, or the stream of HTTP/2: what is left of the body is not wanted. It
 * does so where nothing is left, too, or the peer would be told how far the request came.
 */
export function sendAnswer(response: NodeResponse, { status, headers, body }: Answer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const { req } = response;
  if ("stream" in req) {
    const { stream } = req;
    // CANCEL (RFC 9113 7): with NO_ERROR, Node leaves a stream open whose client has not ended it
    (response as Http2ServerResponse).end(body, () => stream.close(0x8));
  } else {
    response.setHeader("connection", "close");
    response.end(body);
  }
}

/** The neutral form of a request. Refuses with `malformed-message`. */
export function incomingMessage(
  request: NodeRequest,
  origin: string | undefined,
  url: string,
): Outcome<RequestMessage> {
  const all = pairs(request.rawHeaders);
  const headers = all.filter(([name]) => !name.startsWith(":"));
  const method = request.method ?? "";
  const trailers = (): Fields => pairs(request.rawTrailers);
  const seen = origin ?? originOf(request, all);
  if (seen === undefined) return refuse("malformed-message", "host");
  if (method === "CONNECT") return accept({ method, targetUri: url, headers, trailers });
  if (url === "*") return accept({ method, targetUri: seen, requestTarget: url, headers, trailers });
  if (url.startsWith("/")) return accept({ method, targetUri: `${seen}${url}`, headers, trailers });
  const absolute = absoluteTarget(url, linesOf(all, "host")[0] ?? "");
  if (absolute === undefined) return refuse("malformed-message", "target and host");
  // a message does not choose whether it came over TLS
  if (origin === undefined && !seen.startsWith(`${absolute.scheme}:`)) return refuse("malformed-message", "scheme");
  return accept({ method, targetUri: `${seen}${absolute.rest}`, requestTarget: url, headers, trailers });
}

function originOf(request: NodeRequest, headers: Fields): string | undefined {
  const hosts = [...linesOf(headers, ":authority"), ...linesOf(headers, "host")];
  const [host] = hosts;
  // two that differ: this reads one, and somebody behind it the other
  if (host === undefined || hosts.some((each) => each !== host)) return undefined;
  if (request.httpVersionMajor === 1 && hosts.length > 1) return undefined;
  // `Host: a/search?next=` before the path `/delete` would verify as one address, and the application serves another
  if (parseAuthority(host) === undefined) return undefined;
  const encrypted = "encrypted" in request.socket && request.socket.encrypted;
  return `${encrypted ? "https" : "http"}://${host}`;
}

function bodyOf(request: NodeRequest): BodySource {
  // a request that is refused half way keeps its socket, for the answer and for the log
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
}

export function hasBody(request: NodeRequest): boolean {
  const { headers } = request;
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function pairs(raw: readonly string[]): Fields {
  const fields: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) fields.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return fields;
}
