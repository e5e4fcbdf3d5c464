import { definePolicy, type RequestMessage, sign, signingKey, verify } from "@secondlock/signatures";
import { canonicalText, readCanonical } from "../canonical.ts";
import { fromText, toText } from "../bytes.ts";
import {
  type AnsweredOpening,
  answerTag,
  type AskedOpening,
  openingPath,
  openingTag,
  pollTag,
  readAnswered,
  type WaitingAnswer,
  waitingPath,
} from "../confirmer/opening-message.ts";
import type { OpeningPurpose } from "../confirmer/purpose.ts";
import { isBytes, isCount, isObject } from "../file/shape.ts";
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

/** A request to one confirmer. */
export interface Outgoing {
  readonly request: RequestMessage;
  readonly body: Buffer;
  readonly confirmer: Pick<ConfirmerKey, "confirmer" | "origin" | "key">;
}

/** A request to open, and what is needed to make something of its answer. */
export interface Question extends Outgoing {
  /** A secret of this one question. */
  readonly blinded: Blinded;
  readonly confirmer: ConfirmerKey;
}

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** The address at the other end of the connection, where there was one. */
  readonly from?: string;
}

export type ReplyReason =
  /** The confirmer refuses. `detail` is its reference: only its own log has the reason. */
  | "refused"
  /** It is not the confirmer's answer to this question. `detail` says what is wrong. */
  | "not-the-confirmers"
  /** The evaluation was not made with the pinned key. */
  | "bad-evaluation"
  /** People have to agree first. `detail` is the handle. */
  | "approval-needed";

/** What one answer says. */
export type Answered =
  | {
      readonly evaluated: Buffer;
      /** The entry of the confirmer's log that says so. */
      readonly logged: AnsweredOpening["logged"];
    }
  | { readonly waiting: WaitingAnswer };

/**
 * Asks one confirmer to evaluate. Each question has a new blind, a new nonce, and a time; or in place of the time a challenge that this
 * confirmer gave. Throws TypeError for keys that are none.
 */
export async function ask(
  confirmer: ConfirmerKey,
  { localKey, signer }: HostKeys,
  {
    boot,
    purpose,
    challenge,
  }: { readonly boot: string; readonly purpose: OpeningPurpose; readonly challenge?: string },
): Promise<Question> {
  const { kid, epoch, policy } = confirmer;
  const blinded = blind(evaluationInput(localKey, kid));
  const asked: AskedOpening = {
    ...{ boot, element: toText(blinded.element), epoch, kid, policy, purpose },
    ...(challenge === undefined ? {} : { challenge }),
  };
  const path = openingPath(kid);
  return { ...(await signed(confirmer, signer, { path, tag: openingTag, content: asked })), blinded, confirmer };
}

/** Asks what became of an opening that waits; the answer is to the question that there was. */
export async function askAgain(
  question: Question,
  { signer }: HostKeys,
  handle: string,
  challenge?: string,
): Promise<Question> {
  const path = waitingPath(handle);
  const content = { handle, ...(challenge === undefined ? {} : { challenge }) };
  return { ...question, ...(await signed(question.confirmer, signer, { path, tag: pollTag, content })) };
}

async function signed(
  { origin }: ConfirmerKey,
  signer: Signer,
  { path, tag, content }: { readonly path: string; readonly tag: string; readonly content: object },
): Promise<Pick<Outgoing, "request" | "body">> {
  const body = Buffer.from(canonicalText(content));
  const bare = {
    method: "POST",
    targetUri: `${origin}${path}`,
    headers: [["content-type", "application/json"]],
  } as const;
  const key = signingKey(signer.publicKey, signer.secretKey);
  if (!key.ok) throw new TypeError(`the host's key cannot sign: ${key.reason}`);
  // a challenge is there because this host does not know the time
  const timeless = "challenge" in content ? { parameters: ["nonce", "keyid", "tag"] as const } : {};
  const headers = await sign(bare, { key: key.value, tag, body, ...timeless });
  if (!headers.ok) throw new TypeError(`the opening cannot be signed: ${headers.reason}`);
  return { request: { ...bare, headers: [...bare.headers, ...headers.headers] }, body };
}

/** What the pinned key of the confirmer makes of the host's local key: 64 bytes, which nobody has seen on the way. */
export async function readReply(question: Question, reply: Reply): Promise<Outcome<Buffer, ReplyReason>> {
  const answer = await readAnswer(question, reply);
  if (!answer.ok) return answer;
  return "waiting" in answer.value
    ? refuse("approval-needed", answer.value.waiting.handle)
    : accept(answer.value.evaluated);
}

/** The same, or that people have to agree first; and where the confirmer's log has it. */
export async function readAnswer(
  { request, blinded, confirmer }: Question,
  reply: Reply,
): Promise<Outcome<Answered, ReplyReason>> {
  if (reply.status !== 200 && reply.status !== 202) return refuse("refused", referenceIn(reply));
  // bound to this request by its signature: no answer to another one can stand in, and it is as fresh as the request's nonce, whatever
  // the clocks of both say
  const policy = definePolicy({
    keys: (keyid) => (keyid === confirmer.key ? verifyingKeyOf(confirmer.key) : undefined),
    tag: answerTag,
    parameters: ["keyid", "tag"],
    tolerance: anyTime,
  });
  const verified = await verify({ status: reply.status, headers: reply.headers, request }, policy, reply.body);
  if (!verified.ok) return refuse("not-the-confirmers", verified.reason);
  if (reply.status === 202) {
    const waiting = readCanonical(String(verified.body));
    return isWaiting(waiting)
      ? accept({ waiting: waiting as WaitingAnswer })
      : refuse("not-the-confirmers", "malformed-answer");
  }
  const answered = readAnswered(verified.body);
  if (!answered.ok) return refuse("not-the-confirmers", answered.reason);
  const { kid, epoch, policy: applied, element, proof, logged } = answered.value;
  if (kid !== confirmer.kid || epoch !== confirmer.epoch || applied !== confirmer.policy) {
    return refuse("not-the-confirmers", "another key, epoch or policy");
  }
  const output = finalize(blinded, { element: bytes(element), proof: bytes(proof) }, bytes(confirmer.publicKey));
  return output.ok ? accept({ evaluated: output.value, logged }) : output;
}

/** Reads what cannot be the answer, to be quicker with the one that comes: what runs for the first time is slow. */
export async function rehearse(question: Question): Promise<void> {
  const { request, body, blinded, confirmer } = question;
  await readAnswer(question, { status: 200, headers: request.headers, body });
  const proof = Buffer.concat([blinded.blind, blinded.blind]);
  finalize(blinded, { element: blinded.element, proof }, bytes(confirmer.publicKey));
}

/** Seconds: some 30,000 years. */
const anyTime = 1e12;

const isWaiting = isObject({ handle: isBytes(16), expires: isCount });

function bytes(text: string): Buffer {
  return fromText(text) ?? Buffer.alloc(0);
}

/** The reference of a refusal, when it looks like one: an answer that nobody signed is not to be shown as it is. */
function referenceIn({ body }: Reply): string | undefined {
  return /"reference":"([A-Za-z0-9_-]{16})"/.exec(body.subarray(0, 1_024).toString("latin1"))?.[1];
}
