import { randomBytes } from "node:crypto";
import { generateIdentity } from "@secondlock/age";
import { sign, signingKey } from "@secondlock/signatures";
import { toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import { answerTag } from "../confirmer/opening-message.ts";
import type { SealedFile } from "../file/sealed-file.ts";
import { openValue } from "../file/value.ts";
import { unwrapIdentity } from "../keys/kek.ts";
import { generateSigner } from "../keys/signing.ts";
import { ristretto } from "../oprf/ristretto.ts";
import type { Outcome } from "../outcome.ts";
import { type Answered, type HostKeys, type Question, readAnswer, type ReplyReason } from "./ask.ts";

// What runs for the first time is slow, and a confirmer takes its time to answer: meanwhile, all that is done with its answer is done
// once with what cannot be one. Nothing comes of it.

/** Called when a question is on its way. Never rejects. */
export type Rehearse = (question: Question) => Promise<void>;

let isRehearsed = false;

/** For the first question of this process; what comes after it is quick. */
export function rehearsal(sealed: SealedFile, keys: HostKeys): Rehearse {
  return async (question) => {
    if (isRehearsed) return;
    isRehearsed = true;
    try {
      await rehearseAnswer(question);
      rehearseOpening(sealed, keys);
    } catch {
      // the answer that comes meets it too, and there it is told
    }
  };
}

/** Reads an answer that somebody else signed, whose evaluation is none: refuses with `bad-evaluation`, as the last of what can be wrong. */
export async function rehearseAnswer(question: Question): Promise<Outcome<Answered, ReplyReason>> {
  const { request, blinded, confirmer } = question;
  const { kid, epoch, policy } = confirmer;
  const group = await ristretto();
  const element = toText(blinded.element);
  const proof = toText(Buffer.concat([group.randomScalar(), group.randomScalar()]));
  const logged = { seq: 0, hash: "0".repeat(64) };
  const body = Buffer.from(canonicalText({ kid, epoch, policy, element, proof, logged }));
  const { publicKey, secretKey } = generateSigner();
  const key = signingKey(publicKey, secretKey);
  if (!key.ok) throw new TypeError(key.reason);
  const signed = await sign({ status: 200, headers: [], request }, { key: key.value, tag: answerTag, body });
  if (!signed.ok) throw new TypeError(signed.reason);
  const theirs = { ...question, confirmer: { ...confirmer, key: publicKey } };
  return await readAnswer(theirs, { status: 200, headers: signed.headers, body });
}

/** Opens a wrap and a value with keys that are not theirs. */
function rehearseOpening({ header, wraps, values }: SealedFile, { localKey }: HostKeys): void {
  const [wrap, value] = [wraps[0], values[0]];
  if (wrap === undefined || value === undefined) return;
  const evaluated = wrap.content.confirmers.map(() => randomBytes(64));
  unwrapIdentity(header.content, wrap.content, localKey, evaluated);
  openValue(header.content, value, generateIdentity());
}
