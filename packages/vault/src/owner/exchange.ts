import { readCanonical } from "../canonical.ts";
import { keyPath } from "../confirmer/enrolment.ts";
import { isBytes, isObject } from "../file/shape.ts";
import type { KnownConfirmer } from "../file/wrap.ts";
import type { Signer } from "../keys/signing.ts";
import type { Outgoing, Reply } from "../opener/ask.ts";
import { referenceIn, type Request, signQuestion, verifiedAnswer } from "../opener/signed-question.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

export { type Request } from "../opener/signed-question.ts";

/** Brings a request to a confirmer. Rejects when it cannot be reached. */
export type Send = (outgoing: Outgoing) => Promise<Reply>;

export type ExchangeReason =
  /** `detail` is the name of the confirmer. */
  | "unreachable"
  /** `detail` is its name and the reference in its log: only that has the reason. */
  | "refused"
  /** Somebody else answered in its place. `detail` is its name. */
  | "not-the-confirmers"
  /** It signed what is no answer to this. `detail` is its name. */
  | "malformed-answer";

/** Bytes of an answer: a list of a thousand keys with their policies. */
const longestAnswer = 1_048_576;

/** Sends a signed request, and gives what the confirmer signed as its answer to it. Throws TypeError for a key that cannot sign. */
export async function exchange(
  confirmer: KnownConfirmer,
  signer: Signer,
  asked: Request,
  send: Send,
): Promise<Outcome<unknown, ExchangeReason>> {
  const { request, body } = await signQuestion(confirmer, signer, asked);
  let reply: Reply;
  try {
    reply = await send({ request, body, confirmer, longest: longestAnswer });
  } catch {
    return refuse("unreachable", confirmer.confirmer);
  }
  const { status } = reply;
  if (status !== 200) return refuse("refused", `${confirmer.confirmer}: ${referenceIn(reply) ?? `status ${status}`}`);
  const verified = await verifiedAnswer(confirmer, request, reply);
  return verified.ok
    ? accept(readCanonical(String(verified.value)))
    : refuse("not-the-confirmers", confirmer.confirmer);
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
