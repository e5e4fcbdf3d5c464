import { hash } from "node:crypto";
import { type Algorithm, signatureLength, verifyBytes } from "./algorithm.ts";
import { type BodySource, readBody } from "./body.ts";
import { type Candidate, candidates } from "./candidate.ts";
import type { Component } from "./component.ts";
import { type ComponentReader, readerOf } from "./component-value.ts";
import { parseDigestField } from "./digest.ts";
import { errorCode } from "./error-code.ts";
import { checkedAlgorithm, type VerifyingKey } from "./key.ts";
import { hasNoContent, isResponse, type Message } from "./message.ts";
import type { Policy } from "./policy.ts";
import { inTime } from "./nonces/in-time.ts";
import { accept, type Outcome, type Refusal, refuse, refusedAt } from "./refusal.ts";
import { signatureBase } from "./signature-base.ts";
import { parseSignatureFields } from "./signature-fields.ts";
import type { SignatureParameters } from "./signature-parameters.ts";
import { authorityForms, parseTarget } from "./target.ts";

/** A signature that verified, with what it vouches for. */
export interface VerifiedSignature {
  readonly label: string;
  readonly algorithm: Algorithm;
  readonly parameters: SignatureParameters;
  readonly components: readonly Component[];
  /** What was signed. Its hash names this very request, for approvals and logs. */
  readonly base: string;
}

export interface Verified {
  readonly ok: true;
  readonly signatures: readonly VerifiedSignature[];
  /** The bytes that were hashed: read these and no others. Empty when there is no body, or the policy ignores it. */
  readonly body: Buffer;
}

/**
 * Verifies a message against a policy (RFC 9421 3.2): every signature that the policy names, the body's digest, and that no nonce
 * was used before. A nonce is burnt last, when all the rest is right. Never throws for what a message holds.
 */
export async function verify(message: Message, policy: Policy, body?: BodySource): Promise<Verified | Refusal> {
  const reader = readerOf(message, policy);
  if (!reader.ok) return reader;
  const addressed = checkAuthority(message, policy);
  if (!addressed.ok) return addressed;
  const presented = parseSignatureFields(reader.value.lines("signature-input"), reader.value.lines("signature"));
  if (!presented.ok) return presented;
  const chosen = candidates(presented.value, policy, message, policy.now());
  if (!chosen.ok) return chosen;
  const unsigned = unsignedBody(chosen.value, policy);
  if (unsigned !== undefined && announcesBody(message, reader.value, body)) return unsigned;

  // before anything that costs: who names no key of ours makes us neither build a base nor read a body
  const keyed: KeyedCandidate[] = [];
  for (const candidate of chosen.value) {
    const key = await keyOf(candidate, policy);
    if (!key.ok) return refusedAt(candidate.label, key);
    keyed.push({ candidate, key: key.value });
  }
  // trailers come after the body; without them a body is read only when somebody with a key has sent it
  const bodyFirst = chosen.value.some(({ components }) => components.some(({ tr, req }) => tr && !req));
  const read = (): Promise<Outcome<Buffer>> => readSigned(message, reader.value, chosen.value, policy, body);
  const early = bodyFirst ? await read() : undefined;
  if (early?.ok === false) return early;
  const signatures: VerifiedSignature[] = [];
  for (const each of keyed) {
    const signature = verifySignature(each, reader.value);
    if (!signature.ok) return refusedAt(each.candidate.label, signature);
    signatures.push(signature.value);
  }
  const whole = early ?? (await read());
  if (!whole.ok) return whole;
  const burnt = await burnNonces(chosen.value, policy);
  return burnt.ok ? { ok: true, signatures, body: whole.value } : burnt;
}

function checkAuthority(message: Message, { authorities }: Policy): Outcome<undefined> {
  if (authorities === undefined || isResponse(message)) return accept(undefined);
  const target = parseTarget(message);
  if (!target.ok) return target;
  const named = authorityForms(target.value).some((each) => authorities.has(each));
  return named ? accept(undefined) : refuse("wrong-authority", target.value.authority);
}

interface KeyedCandidate {
  readonly candidate: Candidate;
  readonly key: VerifyingKey;
}

/** The key of a signature that may be used with it, and whose signatures are as long as this one. */
async function keyOf(
  { label, parameters, signature }: Candidate,
  { keys, algorithms }: Policy,
): Promise<Outcome<VerifyingKey>> {
  let key;
  try {
    key = await keys(parameters.keyid, label);
  } catch (error) {
    return refuse("key-lookup-failed", errorCode(error));
  }
  // a database may well say null
  if (!key) return refuse("unknown-key", parameters.keyid);
  const { algorithm } = key;
  if (!algorithms.has(algorithm) || (parameters.alg ?? algorithm) !== algorithm)
    return refuse("wrong-algorithm", algorithm);
  try {
    const own = checkedAlgorithm(key.key);
    if (!own.ok && own.reason === "weak-key") return own;
    if (!own.ok || own.value !== algorithm) return refuse("unusable-key", parameters.keyid);
    return signatureLength(algorithm, key.key) === signature.length
      ? accept(key)
      : refuse("bad-signature", "its length");
  } catch {
    return refuse("unusable-key", parameters.keyid);
  }
}

function verifySignature(
  { candidate, key: { algorithm, key } }: KeyedCandidate,
  reader: ComponentReader,
): Outcome<VerifiedSignature> {
  const { label, components, parameters, params, signature } = candidate;
  const base = signatureBase(reader, components, params);
  if (!base.ok) return base;
  try {
    const good = verifyBytes(algorithm, key, Buffer.from(base.value, "latin1"), signature);
    if (!good) return { ...refuse("bad-signature"), base: base.value };
  } catch {
    return refuse("unusable-key", parameters.keyid);
  }
  return accept({ label, algorithm, parameters, components, base: base.value });
}

/** The refusal that a body means, because one of the signatures does not cover it. */
function unsignedBody(chosen: readonly Candidate[], { body }: Policy): Refusal | undefined {
  const open = body === "covered" ? chosen.find(({ coversBody }) => !coversBody) : undefined;
  return open === undefined ? undefined : refusedAt(open.label, refuse("unsigned-body"));
}

/** Whether there will be a body, as far as it is known before it is read: chunks may be none. */
function announcesBody(message: Message, reader: ComponentReader, body: BodySource | undefined): boolean {
  if (body instanceof Uint8Array) return body.length > 0;
  return !hasNoContent(message) && reader.lines("content-length").some((length) => Number(length) !== 0);
}

/** The body, when it is the one whose digest is in the message. */
async function readSigned(
  message: Message,
  reader: ComponentReader,
  chosen: readonly Candidate[],
  policy: Policy,
  body: BodySource | undefined,
): Promise<Outcome<Buffer>> {
  if (policy.body === "ignored") return accept(Buffer.alloc(0));
  if (hasNoContent(message)) {
    // a digest in it is of what another response would have had
    const none = await readBody(body, 0, undefined);
    return none.ok || none.reason !== "body-too-large" ? none : refuse("unsigned-body", "this response has none");
  }
  const lines = reader.lines("content-digest");
  const digests = lines.length === 0 ? undefined : parseDigestField(lines);
  if (digests?.ok === false) return digests;
  const read = await readBody(body, policy.maximumBody, digests?.value);
  if (!read.ok || read.value.length === 0) return read;
  return unsignedBody(chosen, policy) ?? read;
}

async function burnNonces(
  chosen: readonly Candidate[],
  { nonces, tolerance, now }: Policy,
): Promise<Outcome<undefined>> {
  const then = now();
  // the body may have taken its time, and a nonce that is no longer remembered must not be accepted
  const late = expiredBy(chosen, then);
  if (late !== undefined || nonces === undefined) return late ?? accept(undefined);
  // for a server whose clock is behind by the tolerance, while this one's is ahead by it
  const until = Math.max(...chosen.map(({ deadline }) => deadline)) + 2 * tolerance;
  for (const [name, label] of nonceNames(chosen)) {
    try {
      const burnt = await inTime(nonces.burn(name, { now: then, until }));
      if (burnt !== "fresh") return refusedAt(label, refuse(burnt === "full" ? "nonces-full" : "replayed"));
    } catch (error) {
      return refusedAt(label, refuse("nonces-failed", errorCode(error)));
    }
  }
  // so may the store: what it had forgotten by then is fresh to it
  return expiredBy(chosen, now()) ?? accept(undefined);
}

function expiredBy(chosen: readonly Candidate[], time: number): Refusal | undefined {
  const late = chosen.find(({ deadline }) => deadline < time);
  return late === undefined ? undefined : refusedAt(late.label, refuse("expired"));
}

/** Each nonce once, with a label that has it: signatures of one message that share a nonce cannot be split into several messages. */
function nonceNames(chosen: readonly Candidate[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { label, parameters } of chosen) {
    const { nonce, keyid = "" } = parameters;
    if (nonce !== undefined) names.set(nonceName(keyid, nonce), label);
  }
  return names;
}

/** Two keys may use the same nonce. The length keeps keyid and nonce apart. */
function nonceName(keyid: string, nonce: string): string {
  return hash("sha256", `${keyid.length}:${keyid}${nonce}`, "base64url");
}
