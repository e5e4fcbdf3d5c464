import { definePolicy, sign, signingKey, verify } from "@secondlock/signatures";
import { canonicalText, readCanonical } from "../canonical.ts";
import { keyPath } from "../confirmer/enrolment.ts";
import { answerTag } from "../confirmer/opening-message.ts";
import { isBytes, isObject } from "../file/shape.ts";
import type { ConfirmerKey } from "../file/wrap.ts";
import { type Signer, verifyingKeyOf } from "../keys/signing.ts";
import type { Outgoing, Reply } from "../opener/ask.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** A confirmer as a person knows it: by its key, wherever it answers. */
export type KnownConfirmer = Pick<ConfirmerKey, "confirmer" | "origin" | "key">;

/** Brings a request to a confirmer. Rejects when it cannot be reached. */
export type Send = (outgoing: Outgoing) => Promise<Reply>;

export type ExchangeReason =
  /** `detail` is the name of the confirmer. */
  | "unreachable"
  /** `detail` is its name and the reference in its log: only that has the reason. */
  | "refused"
  /** Somebody else answered in its place. `detail` is its name. */
  | "not-the-confirmers";

/** What somebody asks of a confirmer. */
export interface Request {
  readonly path: string;
  readonly tag: string;
  readonly content: object;
}

/** Sends a signed request, and gives what the confirmer signed as its answer to it. Throws TypeError for a key that cannot sign. */
export async function exchange(
  confirmer: KnownConfirmer,
  signer: Signer,
  { path, tag, content }: Request,
  send: Send,
): Promise<Outcome<unknown, ExchangeReason>> {
  const body = Buffer.from(canonicalText(content));
  const bare = {
    method: "POST",
    targetUri: `${confirmer.origin}${path}`,
    headers: [["content-type", "application/json"]],
  } as const;
  const key = signingKey(signer.publicKey, signer.secretKey);
  if (!key.ok) throw new TypeError(`the key cannot sign: ${key.reason}`);
  const signed = await sign(bare, { key: key.value, tag, body });
  if (!signed.ok) throw new TypeError(`the request cannot be signed: ${signed.reason}`);
  const request = { ...bare, headers: signed.headers };
  let reply: Reply;
  try {
    reply = await send({ request, body, confirmer });
  } catch {
    return refuse("unreachable", confirmer.confirmer);
  }
  if (reply.status !== 200) return refuse("refused", `${confirmer.confirmer}: ${referenceIn(reply)}`);
  const verified = await verify(
    { status: reply.status, headers: reply.headers, request },
    definePolicy({
      keys: (keyid) => (keyid === confirmer.key ? verifyingKeyOf(confirmer.key) : undefined),
      tag: answerTag,
      parameters: ["keyid", "tag"],
    }),
    reply.body,
  );
  return verified.ok
    ? accept(readCanonical(verified.body.toString("utf8")))
    : refuse("not-the-confirmers", confirmer.confirmer);
}

/** The reference of a refusal, when it looks like one: an answer that nobody signed is not shown as it is. */
function referenceIn({ body, status }: Reply): string {
  return (
    /"reference":"([A-Za-z0-9_-]{16})"/.exec(body.subarray(0, 1_024).toString("latin1"))?.[1] ?? `status ${status}`
  );
}

/** The key that a confirmer says to have. It is to be compared with a fingerprint that came by another way. */
export async function keyThere(
  { confirmer, origin }: Pick<KnownConfirmer, "confirmer" | "origin">,
  send: Send,
): Promise<Outcome<string, "unreachable">> {
  const request = { method: "GET", targetUri: `${origin}${keyPath}`, headers: [] };
  try {
    const { body } = await send({ request, body: Buffer.alloc(0), confirmer: { confirmer, origin, key: "" } });
    const told = readCanonical(body.toString("utf8"));
    return isKey(told) ? accept((told as { readonly key: string }).key) : refuse("unreachable", confirmer);
  } catch {
    return refuse("unreachable", confirmer);
  }
}

const isKey = isObject({ key: isBytes(32) });
