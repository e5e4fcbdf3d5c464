import type { RequestMessage } from "@secondlock/signatures";
import { readCanonical } from "../canonical.ts";
import { fromText, toText } from "../bytes.ts";
import {
  type AnsweredOpening,
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
import type { Signer } from "../keys/signing.ts";
import { blind, type Blinded, finalize } from "../oprf/blind.ts";
import { ristretto } from "../oprf/ristretto.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { referenceIn, signQuestion, verifiedAnswer } from "./signed-question.ts";

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
  /** Bytes that its answer may have, where that is more than an opening's. */
  readonly longest?: number;
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
    sequence = 0,
    challenge,
  }: {
    readonly boot: string;
    readonly purpose: OpeningPurpose;
    /** Of the file; 0: there is none yet. */
    readonly sequence?: number;
    readonly challenge?: string;
  },
): Promise<Question> {
  const { kid, epoch, policy } = confirmer;
  const blinded = blind(await ristretto(), evaluationInput(localKey, kid));
  const asked: AskedOpening = {
    ...{ boot, element: toText(blinded.element), epoch, kid, policy, purpose, sequence },
    ...(challenge === undefined ? {} : { challenge }),
  };
  const path = openingPath(kid);
  return { ...(await signQuestion(confirmer, signer, { path, tag: openingTag, content: asked })), blinded, confirmer };
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
  return { ...question, ...(await signQuestion(question.confirmer, signer, { path, tag: pollTag, content })) };
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
  const verified = await verifiedAnswer(confirmer, request, reply);
  if (!verified.ok) return refuse("not-the-confirmers", verified.reason);
  if (reply.status === 202) {
    const waiting = readCanonical(String(verified.value));
    return isWaiting(waiting)
      ? accept({ waiting: waiting as WaitingAnswer })
      : refuse("not-the-confirmers", "malformed-answer");
  }
  const answered = readAnswered(verified.value);
  if (!answered.ok) return refuse("not-the-confirmers", answered.reason);
  const { kid, epoch, policy: applied, element, proof, logged } = answered.value;
  if (kid !== confirmer.kid || epoch !== confirmer.epoch || applied !== confirmer.policy) {
    return refuse("not-the-confirmers", "another key, epoch or policy");
  }
  const output = finalize(
    await ristretto(),
    blinded,
    { element: bytes(element), proof: bytes(proof) },
    bytes(confirmer.publicKey),
  );
  return output.ok ? accept({ evaluated: output.value, logged }) : output;
}

const isWaiting = isObject({ handle: isBytes(16), expires: isCount });

function bytes(text: string): Buffer {
  return fromText(text) ?? Buffer.alloc(0);
}
