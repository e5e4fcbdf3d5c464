import { sign, type RequestMessage, signingKey, verify, definePolicy } from "@secondlock/signatures";
import { canonicalText } from "../canonical.ts";
import { fromText, toText } from "../bytes.ts";
import { answerTag, type AskedOpening, openingPath, openingTag, readAnswered } from "../confirmer/opening-message.ts";
import type { OpeningPurpose } from "../confirmer/purpose.ts";
import type { ConfirmerKey } from "../file/wrap.ts";
import { evaluationInput } from "../keys/kek.ts";
import { type Signer, verifyingKeyOf } from "../keys/signing.ts";
import { blind, type Blinded, finalize } from "../oprf/voprf.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** What a host has of its own: neither leaves it, and the application's user reads neither. */
export interface HostKeys {
  readonly localKey: Buffer;
  readonly signer: Signer;
}

/** A request to one confirmer, and what is needed to make something of its answer. */
export interface Question {
  readonly request: RequestMessage;
  readonly body: Buffer;
  /** A secret of this one question. */
  readonly blinded: Blinded;
  readonly confirmer: ConfirmerKey;
}

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export type ReplyReason =
  /** The confirmer refuses. `detail` is its reference: only its own log has the reason. */
  | "refused"
  /** It is not the confirmer's answer to this question. `detail` says what is wrong. */
  | "not-the-confirmers"
  /** The evaluation was not made with the pinned key. */
  | "bad-evaluation";

/** Asks one confirmer to evaluate. Each question has a new blind, a new nonce and a time. Throws TypeError for keys that are none. */
export async function ask(
  confirmer: ConfirmerKey,
  { localKey, signer }: HostKeys,
  { boot, purpose }: { readonly boot: string; readonly purpose: OpeningPurpose },
): Promise<Question> {
  const { kid, epoch, policy, origin } = confirmer;
  const blinded = blind(evaluationInput(localKey, kid));
  const asked: AskedOpening = { boot, element: toText(blinded.element), epoch, kid, policy, purpose };
  const body = Buffer.from(canonicalText(asked));
  const bare = {
    method: "POST",
    targetUri: `${origin}${openingPath(kid)}`,
    headers: [["content-type", "application/json"]],
  } as const;
  const key = signingKey(signer.publicKey, signer.secretKey);
  if (!key.ok) throw new TypeError(`the host's key cannot sign: ${key.reason}`);
  const signed = await sign(bare, { key: key.value, tag: openingTag, body });
  if (!signed.ok) throw new TypeError(`the opening cannot be signed: ${signed.reason}`);
  return { request: { ...bare, headers: signed.headers }, body, blinded, confirmer };
}

/** What the pinned key of the confirmer makes of the host's local key: 64 bytes, which nobody has seen on the way. */
export async function readReply(
  { request, blinded, confirmer }: Question,
  reply: Reply,
): Promise<Outcome<Buffer, ReplyReason>> {
  if (reply.status !== 200) return refuse("refused", referenceIn(reply));
  // bound to this request by its signature: no answer to another one can stand in
  const policy = definePolicy({
    keys: (keyid) => (keyid === confirmer.key ? verifyingKeyOf(confirmer.key) : undefined),
    tag: answerTag,
    parameters: ["keyid", "tag"],
  });
  const verified = await verify({ status: reply.status, headers: reply.headers, request }, policy, reply.body);
  if (!verified.ok) return refuse("not-the-confirmers", verified.reason);
  const answered = readAnswered(verified.body);
  if (!answered.ok) return refuse("not-the-confirmers", answered.reason);
  const { kid, epoch, policy: applied, element, proof } = answered.value;
  if (kid !== confirmer.kid || epoch !== confirmer.epoch || applied !== confirmer.policy) {
    return refuse("not-the-confirmers", "another key, epoch or policy");
  }
  const evaluation = { element: bytes(element), proof: bytes(proof) };
  const output = finalize(blinded, evaluation, bytes(confirmer.publicKey));
  return output.ok ? accept(output.value) : output;
}

function bytes(text: string): Buffer {
  return fromText(text) ?? Buffer.alloc(0);
}

/** The reference of a refusal, when it looks like one: an answer that nobody signed is not to be shown as it is. */
function referenceIn({ body }: Reply): string | undefined {
  return /"reference":"([A-Za-z0-9_-]{16})"/.exec(body.subarray(0, 1_024).toString("latin1"))?.[1];
}
