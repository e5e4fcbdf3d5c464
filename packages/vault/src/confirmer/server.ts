import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Fields, sign, signingKey } from "@secondlock/signatures";
import { incomingMessage } from "@secondlock/signatures/node-http";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import type { Signer } from "../keys/signing.ts";
import { type Confirmer, confirmOpening, type Refused } from "./confirm.ts";
import { accept, refuse } from "../outcome.ts";
import { answerTag, longestOpening, openingPath } from "./opening-message.ts";

export interface ConfirmerServer extends Confirmer {
  /** Signs the answers. */
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

const usualFloor = 25;
/** Milliseconds for a whole request: who sends byte by byte is cut off. */
const longestRequest = 5_000;

/** The confirmer's HTTP server; it listens nowhere yet. Every refusal is the same 403 with a reference. */
export function confirmerServer(confirmer: ConfirmerServer): Server {
  const server = createServer({ requestTimeout: longestRequest, headersTimeout: longestRequest, maxHeaderSize: 8_192 });
  server.maxRequestsPerSocket = 100;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    // what cannot even be refused ends this one connection: a log that is down must not take the confirmer with it
    answer(confirmer, request, response).catch(() => response.destroy());
  });
  return server;
}

interface Answer {
  readonly status: number;
  readonly headers: Fields;
  readonly body: string;
}

async function answer(confirmer: ConfirmerServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const begun = performance.now();
  const { status, headers, body } = await answerOf(confirmer, request);
  await sleep(Math.max(0, (confirmer.floor ?? usualFloor) - (performance.now() - begun)));
  // the rest of a body that is too long is not read
  if (!request.complete) response.setHeader("connection", "close");
  response.writeHead(status, headers.flat()).end(body);
}

async function answerOf(confirmer: ConfirmerServer, request: IncomingMessage): Promise<Answer> {
  const [, kid = ""] = /^\/v1\/keys\/([A-Za-z0-9_-]{22})\/open$/.exec(request.url ?? "") ?? [];
  if (kid === "" || request.method !== "POST") return { status: 404, headers: [], body: "" };
  const peer = request.socket.remoteAddress ?? "";
  const confirmed = await signedAnswer(confirmer, request, kid, peer).catch((error: unknown): Refused => ({
    ok: false,
    reason: "failed",
    detail: error instanceof Error ? error.name : "",
  }));
  return confirmed.ok ? confirmed.value : forbidden(confirmer, kid, peer, confirmed);
}

/** The signed answer to an opening that is confirmed. */
async function signedAnswer(
  confirmer: ConfirmerServer,
  request: IncomingMessage,
  kid: string,
  peer: string,
): Promise<{ readonly ok: true; readonly value: Answer } | Refused> {
  const message = incomingMessage(request, confirmer.origin, openingPath(kid));
  if (!message.ok) return message;
  const body = await bodyOf(request);
  if (body === undefined) return refuse("body-too-large");
  const forwardedFor = request.headersDistinct["x-forwarded-for"] ?? [];
  const confirmed = await confirmOpening(confirmer, { kid, message: message.value, body, peer, forwardedFor });
  if (!confirmed.ok) return confirmed;
  const key = signingKey(confirmer.signer.publicKey, confirmer.signer.secretKey);
  if (!key.ok) return key;
  const content = Buffer.from(canonicalText(confirmed.value));
  const headers: Fields = [
    ["content-type", "application/json"],
    ["cache-control", "no-store"],
  ];
  const response = { status: 200, headers, request: message.value };
  const signed = await sign(response, { key: key.value, tag: answerTag, body: content });
  if (!signed.ok) return signed;
  return accept({ status: 200, headers: [...headers, ...signed.headers], body: String(content) });
}

function forbidden({ refused }: ConfirmerServer, kid: string, peer: string, { reason, detail }: Refused): Answer {
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

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > longestOpening) return undefined;
  }
  return Buffer.concat(chunks);
}
