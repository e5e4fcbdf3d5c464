import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Fields, sign, signingKey } from "@secondlock/signatures";
import { incomingMessage } from "@secondlock/signatures/node-http";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import type { Signer } from "../keys/signing.ts";
import { accept, refuse } from "../outcome.ts";
import type { Refused } from "./arrived.ts";
import { ForgedDocument } from "./authenticated-documents.ts";
import type { Confirmer } from "./confirmer.ts";
import { answerTag } from "./opening-message.ts";
import { type Route, routeOf } from "./routes.ts";

export interface Answering extends Confirmer {
  /** Signs the answers: the key of the confirmer. */
  readonly signer: Signer;
  /** Gets every refusal with its reference: for the log of the service, and for alerts. */
  readonly refused: (refusal: Refusal) => void;
  /** Milliseconds that an answer takes at least, whatever it is: how long something took tells nothing. */
  readonly floor?: number;
}

export interface Refusal {
  readonly reference: string;
  readonly kid: string;
  readonly reason: string;
  readonly detail?: string;
  /** The other end of the connection: whoever asked, or a proxy. */
  readonly peer: string;
}

/** Milliseconds. More than an evaluation and its entry in the log take where nothing else is to be done. */
export const answerFloor = 8;

/**
 * What answers the requests of hosts, owners, approvers and peers. Every refusal is the same 403 with a reference. Whoever listens says
 * how long a request may take.
 */
export function answering(confirmer: Answering): RequestListener {
  return (request, response) => {
    // what cannot even be refused ends this one connection: a log that is down must not take the confirmer with it
    answer(confirmer, request, response).catch(() => response.destroy());
  };
}

/** What goes over the wire. */
interface Sent {
  readonly status: number;
  readonly headers: Fields;
  readonly body: string;
}

async function answer(confirmer: Answering, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const begun = performance.now();
  const { status, headers, body } = await answerOf(confirmer, request);
  await sleep(Math.max(0, (confirmer.floor ?? answerFloor) - (performance.now() - begun)));
  // the rest of a body that is too long is not read
  if (!request.complete) response.setHeader("connection", "close");
  response.writeHead(status, headers.flat()).end(body);
}

async function answerOf(confirmer: Answering, request: IncomingMessage): Promise<Sent> {
  const path = request.url ?? "";
  const route = routeOf(request.method ?? "", path);
  if (route === undefined) return { status: 404, headers: [], body: "" };
  const peer = request.socket.remoteAddress ?? "";
  const answered = await signedAnswer(confirmer, request, route, peer).catch((error: unknown): Refused => ({
    ok: false,
    reason: error instanceof ForgedDocument ? "forged-document" : "failed",
    detail: error instanceof Error ? error.name : "",
  }));
  return answered.ok ? answered.value : forbidden(confirmer, route.kid, peer, answered);
}

/** The answer to what is done, signed, and bound to the request. */
async function signedAnswer(
  confirmer: Answering,
  request: IncomingMessage,
  { longest, handle }: Route,
  peer: string,
): Promise<{ readonly ok: true; readonly value: Sent } | Refused> {
  const message = incomingMessage(request, confirmer.origin, request.url ?? "");
  if (!message.ok) return message;
  const body = await bodyOf(request, longest);
  if (body === undefined) return refuse("body-too-large");
  const forwardedFor = request.headersDistinct["x-forwarded-for"] ?? [];
  const answer = await handle(confirmer, { message: message.value, body, peer, forwardedFor });
  if (!answer.ok) return answer;
  const { status, content } = answer.value;
  const key = signingKey(confirmer.signer.publicKey, confirmer.signer.secretKey);
  if (!key.ok) return key;
  const text = Buffer.from(canonicalText(content));
  const headers: Fields = [
    ["content-type", "application/json"],
    ["cache-control", "no-store"],
  ];
  const signed = await sign(
    { status, headers, request: message.value },
    { key: key.value, tag: answerTag, body: text },
  );
  if (!signed.ok) return signed;
  return accept({ status, headers: [...headers, ...signed.headers], body: String(text) });
}

function forbidden({ refused }: Answering, kid: string, peer: string, { reason, detail }: Refused): Sent {
  const reference = toText(randomBytes(12));
  refused({ reference, kid, reason, ...(detail === undefined ? {} : { detail }), peer });
  return {
    status: 403,
    headers: [
      ["content-type", "application/problem+json"],
      ["cache-control", "no-store"],
    ],
    body: canonicalText({ title: "This is not confirmed.", status: 403, reference }),
  };
}

async function bodyOf(request: IncomingMessage, longest: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > longest) return undefined;
  }
  return Buffer.concat(chunks);
}
