import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { fromText, toText } from "../bytes.ts";
import { canonicalText, digestOf, readCanonical } from "../canonical.ts";
import { isBytes, isName, isObject } from "../file/shape.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Arrived, Refused } from "./arrived.ts";
import type { Confirmer } from "./confirmer.ts";
import type { Answer } from "./opening-message.ts";
import { ownersOf, putOwners } from "./owners.ts";
import { signedRequest } from "./signed-request.ts";
import type { DocumentStore } from "./store/document-store.ts";

/**
 * The first owner is whoever reads a code off the confirmer's console. It is good once, for an hour, and says whose console it was:
 * `SECRET.FINGERPRINT`. The secret never travels: what is sent is a code of it over the new owner's key and the confirmer's, so that
 * nobody in between can put in another of either.
 */
export interface EnrolmentCode {
  readonly secret: Buffer;
  /** Of the confirmer's key: the first 12 bytes of its SHA-256. */
  readonly fingerprint: string;
}

const secretLength = 16;
const fingerprintLength = 16;
/** Seconds, and wrong tries. */
const lifetime = 3_600;
const mostTries = 10;
const longestEnrolment = 1_024;

export const enrolmentTag = "secondlock-enrol";
export const enrolmentPath = "/v1/owners";
/** Where anybody is told the public key. */
export const keyPath = "/v1/key";

export function fingerprintOf(key: string): string {
  return digestOf(`secondlock/1/confirmer\n${key}`).slice(0, fingerprintLength);
}

/** As a person types it. Undefined for what is none. */
export function parseEnrolmentCode(text: string): EnrolmentCode | undefined {
  const [, secretText = "", fingerprint = ""] = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{16})$/.exec(text.trim()) ?? [];
  const secret = fromText(secretText, secretLength);
  return secret === undefined ? undefined : { secret, fingerprint };
}

/** A new code for the console; the one before is good no more. Refuses with `has-owners`: later ones are named by those. */
export async function makeEnrolmentCode({ documents, key, now }: Confirmer): Promise<Outcome<string, "has-owners">> {
  if ((await ownersOf(documents)).owners.length > 0) return refuse("has-owners");
  const secret = toText(randomBytes(secretLength));
  const until = Math.floor(now()) + lifetime;
  const text = canonicalText({ secret, until, tries: 0 });
  await documents.update("once", "enrolment", () => ({ result: undefined, text, until }));
  return accept(`${secret}.${fingerprintOf(key)}`);
}

/** What proves that somebody knows the code, for one owner's key at one confirmer. */
export function enrolmentProof(
  secret: Buffer,
  { name, key, confirmer }: Readonly<Record<"name" | "key" | "confirmer", string>>,
): string {
  return createHmac("sha256", secret)
    .update(`secondlock/1/enrol\n${canonicalText({ name, key, confirmer })}`)
    .digest("base64url");
}

const isEnrolment = isObject({ name: isName, key: isBytes(32), proof: isBytes(32) });

/** Makes somebody the first owner, who proves the code, and has the key that he names. */
export async function enrolOwner(confirmer: Confirmer, arrived: Arrived): Promise<Outcome<Answer> | Refused> {
  const { documents, ledger, now } = confirmer;
  const sent = readCanonical(String(arrived.body));
  if (!isEnrolment(sent)) return refuse("malformed-enrolment");
  const { name, key, proof } = sent as Readonly<Record<"name" | "key" | "proof", string>>;
  const verified = await signedRequest(confirmer, arrived, {
    signers: [key],
    tag: enrolmentTag,
    longest: longestEnrolment,
  });
  if (!verified.ok) return verified;
  const before = await ownersOf(documents);
  if (before.owners.length > 0) return refuse("has-owners");
  const burnt = await burnCode(
    documents,
    now(),
    (secret) => enrolmentProof(secret, { name, key, confirmer: confirmer.key }),
    proof,
  );
  if (!burnt.ok) return burnt;
  const after = { version: before.version + 1, owners: [{ name, key }] };
  if (!(await putOwners(documents, before, after))) return refuse("has-owners");
  const logged = await ledger.append({ type: "owners.set", data: after });
  return logged.ok ? accept({ status: 200, content: after }) : refuse("not-logged", logged.reason);
}

interface KeptCode {
  readonly secret: string;
  readonly until: number;
  readonly tries: number;
}

async function burnCode(
  documents: DocumentStore,
  now: number,
  expected: (secret: Buffer) => string,
  proof: string,
): Promise<Outcome<undefined>> {
  return await documents.update<Outcome<undefined>>("once", "enrolment", (text) => {
    if (text === undefined) return { result: refuse("no-code") };
    const kept = JSON.parse(text) as KeptCode;
    const secret = fromText(kept.secret, secretLength);
    if (secret === undefined || kept.until <= now) return { result: refuse("code-expired"), remove: true };
    if (timingSafeEqual(Buffer.from(expected(secret)), Buffer.from(proof)))
      return { result: accept(undefined), remove: true };
    if (kept.tries + 1 >= mostTries) return { result: refuse("wrong-code"), remove: true };
    const next = canonicalText({ ...kept, tries: kept.tries + 1 });
    return { result: refuse("wrong-code"), text: next, until: kept.until };
  });
}
