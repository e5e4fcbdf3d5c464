import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Fields, sign, signingKey } from "@secondlock/signatures";
import { incomingMessage } from "@secondlock/signatures/node-http";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import type { Signer } from "../keys/signing.ts";
import { type Confirmer, confirmOpening, type Refused } from "./confirm.ts";
import { answerTag, longestOpening, openingPath } from "./opening-message.ts";
import { clientAddress } from "./source.ts";

export interface ConfirmerServer extends Confirmer {
  /** Signs the answers. */
  readonly signer: Signer;
  /** Our own proxies, whose X-Forwarded-For is believed. */
  readonly proxies: readonly string[];
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
  readonly source?: string;
}

const usualFloor = 25;
/** Milliseconds for a whole request: who sends byte by byte is cut off. */
const longestRequest = 5_000;

/** The confirmer's HTTP server; it listens nowhere yet. Every refusal is the same 403 with a reference. */
export function confirmerServer(confirmer: ConfirmerServer): Server {
  const server = createServer({ requestTimeout: longestRequest, headersTimeout: longestRequest, maxHeaderSize: 8_192 });
  server.maxRequestsPerSocket = 100;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    void answer(confirmer, request, response);
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
  const source = sourceOf(request, confirmer.proxies);
  try {
    const message = incomingMessage(request, confirmer.origin, openingPath(kid));
    if (!message.ok) return forbidden(confirmer, kid, source, message);
    const body = await bodyOf(request);
    if (body === undefined) return forbidden(confirmer, kid, source, { ok: false, reason: "body-too-large" });
    const confirmed = await confirmOpening(confirmer, { kid, message: message.value, body, source });
    if (!confirmed.ok) return forbidden(confirmer, kid, source, confirmed);
    const content = Buffer.from(canonicalText(confirmed.value));
    const headers: Fields = [
      ["content-type", "application/json"],
      ["cache-control", "no-store"],
    ];
    const key = signingKey(confirmer.signer.publicKey, confirmer.signer.secretKey);
    if (!key.ok) return forbidden(confirmer, kid, source, key);
    const signed = await sign(
      { status: 200, headers, request: message.value },
      { key: key.value, tag: answerTag, body: content },
    );
    if (!signed.ok) return forbidden(confirmer, kid, source, signed);
    return { status: 200, headers: [...headers, ...signed.headers], body: String(content) };
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    return forbidden(confirmer, kid, source, { ok: false, reason: "failed", detail: reason });
  }
}

function forbidden(
  confirmer: ConfirmerServer,
  kid: string,
  source: string | undefined,
  { reason, detail }: Refused,
): Answer {
  const reference = toText(randomBytes(12));
  confirmer.refused({
    ...{ reference, kid, reason },
    ...(detail === undefined ? {} : { detail }),
    ...(source === undefined ? {} : { source }),
  });
  return {
    status: 403,
    headers: [
      ["content-type", "application/problem+json"],
      ["cache-control", "no-store"],
    ],
    body: canonicalText({ title: "This is not confirmed.", status: 403, reference }),
  };
}

function sourceOf(request: IncomingMessage, proxies: readonly string[]): string | undefined {
  return clientAddress(request.socket.remoteAddress ?? "", request.headersDistinct["x-forwarded-for"] ?? [], proxies);
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
