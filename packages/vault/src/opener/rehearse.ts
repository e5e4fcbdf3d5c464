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
import { type HostKeys, type Question, readAnswer } from "./ask.ts";

// What runs for the first time is slow, and a confirmer takes its time to answer: meanwhile, all that is done with its answer is done
// once with what cannot be one. Nothing comes of it.

/** Reads an answer that somebody else signed, whose evaluation is none. */
export async function rehearseAnswer(question: Question): Promise<void> {
  const { request, blinded, confirmer } = question;
  const { kid, epoch, policy } = confirmer;
  const element = toText(blinded.element);
  const proof = toText(Buffer.concat([blinded.blind, blinded.blind]));
  const logged = { seq: 0, hash: "0".repeat(64) };
  const body = Buffer.from(canonicalText({ kid, epoch, policy, element, proof, logged }));
  const { publicKey, secretKey } = generateSigner();
  const key = signingKey(publicKey, secretKey);
  if (!key.ok) return;
  const signed = await sign({ status: 200, headers: [], request }, { key: key.value, tag: answerTag, body });
  if (!signed.ok) return;
  await readAnswer(
    { ...question, confirmer: { ...confirmer, key: publicKey } },
    { status: 200, headers: signed.headers, body },
  );
}

/** Opens a wrap and a value with keys that are not theirs. */
export function rehearseOpening({ header, wraps, values }: SealedFile, { localKey }: HostKeys): void {
  const [wrap, value] = [wraps[0], values[0]];
  if (wrap === undefined || value === undefined) return;
  const evaluated = wrap.content.confirmers.map(() => randomBytes(64));
  unwrapIdentity(header.content, wrap.content, localKey, evaluated);
  openValue(header.content, value, generateIdentity());
}
