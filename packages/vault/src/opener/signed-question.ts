import { definePolicy, type RequestMessage, sign, signingKey, verify } from "@secondlock/signatures";
import { canonicalText } from "../canonical.ts";
import { answerTag } from "../confirmer/opening-message.ts";
import type { ConfirmerKey } from "../file/wrap.ts";
import { type Signer, verifyingKeyOf } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Outgoing, Reply } from "./ask.ts";

/** What somebody asks of a confirmer. */
export interface Request {
  readonly path: string;
  readonly tag: string;
  readonly content: object;
}

/** Signs a request with a new nonce, and with the time unless it has a challenge. Throws TypeError for a key that cannot sign. */
export async function signQuestion(
  { origin }: Pick<ConfirmerKey, "origin">,
  signer: Signer,
  { path, tag, content }: Request,
): Promise<Pick<Outgoing, "request" | "body">> {
  const body = Buffer.from(canonicalText(content));
  const bare = {
    method: "POST",
    targetUri: `${origin}${path}`,
    headers: [["content-type", "application/json"]],
  } as const;
  const key = signingKey(signer.publicKey, signer.secretKey);
  if (!key.ok) throw new TypeError(`the key cannot sign: ${key.reason}`);
  // a challenge is there because the host does not know the time
  const timeless = "challenge" in content ? { parameters: ["nonce", "keyid", "tag"] as const } : {};
  const signed = await sign(bare, { key: key.value, tag, body, ...timeless });
  if (!signed.ok) throw new TypeError(`the request cannot be signed: ${signed.reason}`);
  return { request: { ...bare, headers: [...bare.headers, ...signed.headers] }, body };
}

/** The body of an answer that the confirmer signed for this request. Refuses with the reasons of RFC 9421 signatures. */
export async function verifiedAnswer(
  { key }: Pick<ConfirmerKey, "key">,
  request: RequestMessage,
  { status, headers, body }: Reply,
): Promise<Outcome<Buffer>> {
  // bound to this request by its signature: no answer to another one can stand in, and it is as fresh as the request's nonce, whatever
  // the clocks of both say
  const policy = definePolicy({
    keys: (keyid) => (keyid === key ? verifyingKeyOf(key) : undefined),
    tag: answerTag,
    parameters: ["keyid", "tag"],
    tolerance: anyTime,
  });
  const verified = await verify({ status, headers, request }, policy, body);
  return verified.ok ? accept(verified.body) : refuse(verified.reason);
}

/** The reference of a refusal, when it looks like one: an answer that nobody signed is not to be shown as it is. */
export function referenceIn({ body }: Reply): string | undefined {
  return /"reference":"([A-Za-z0-9_-]{16})"/.exec(body.subarray(0, 1_024).toString("latin1"))?.[1];
}

/** Seconds: some 30,000 years. */
const anyTime = 1e12;
