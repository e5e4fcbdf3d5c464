import { hash, hkdfSync, randomBytes } from "node:crypto";
import { fromText, toText } from "../bytes.ts";
import { canonicalText, readCanonical } from "../canonical.ts";
import { isBytes, isName, isObject } from "../file/shape.ts";
import { type Signer, signerOfSeed, signText, verifyText } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Arrived, Refused } from "./arrived.ts";
import type { Confirmer } from "./confirmer.ts";
import type { Answer } from "./opening-message.ts";
import { type Owners, ownersOf, putOwners } from "./owners.ts";
import { signedRequest } from "./signed-request.ts";

/**
 * The first owner is whoever reads a code off the confirmer's console. It is good once, for an hour, and says whose console it was:
 * `SECRET.FINGERPRINT`. The secret never travels, and the confirmer keeps none of it: it is the seed of a key, which signs the new owner's
 * key and the confirmer's, so that nobody in between can put in another of either.
 */
export interface EnrolmentCode {
  readonly secret: Buffer;
  /** Of the confirmer's key: the first 12 bytes of a SHA-256 over it, in hexadecimal digits, which no command line takes for an option. */
  readonly fingerprint: string;
}

const secretLength = 16;
const fingerprintLength = 24;
/** Seconds. */
const lifetime = 3_600;
const longestEnrolment = 1_024;

export const enrolmentTag = "secondlock-enrol";
export const enrolmentPath = "/v1/owners";
/** Where anybody is told the public key. */
export const keyPath = "/v1/key";

export function fingerprintOf(key: string): string {
  return hash("sha256", `secondlock/1/confirmer\n${key}`).slice(0, fingerprintLength);
}

/** As a person types it. Undefined for what is none. */
export function parseEnrolmentCode(text: string): EnrolmentCode | undefined {
  const [, secretText = "", fingerprint = ""] = /^([A-Za-z0-9_-]{22})\.([0-9a-f]{24})$/.exec(text.trim()) ?? [];
  const secret = fromText(secretText, secretLength);
  return secret === undefined ? undefined : { secret, fingerprint };
}

/** A new code for the console; the one before is good no more. Refuses with `has-owners`: later ones are named by those. */
export async function makeEnrolmentCode({ documents, key, now }: Confirmer): Promise<Outcome<string, "has-owners">> {
  if ((await ownersOf(documents)).owners.length > 0) return refuse("has-owners");
  const secret = randomBytes(secretLength);
  const until = Math.floor(now()) + lifetime;
  // whoever reads the database learns nothing of the code
  const text = canonicalText({ key: codeSigner(secret).publicKey, until });
  await documents.update("once", "enrolment", () => ({ result: undefined, text, until }));
  return accept(`${toText(secret)}.${fingerprintOf(key)}`);
}

/** The code is the seed of a key: what it signs proves it, and tells nothing of it. */
function codeSigner(secret: Uint8Array): Signer {
  return signerOfSeed(new Uint8Array(hkdfSync("sha256", secret, "", "secondlock/1/enrolment", 32)));
}

interface Enrolled {
  readonly name: string;
  readonly key: string;
  readonly confirmer: string;
}

/** What proves that somebody knows the code, for one owner's key at one confirmer. */
export function enrolmentProof(secret: Uint8Array, enrolled: Enrolled): string {
  return signText(codeSigner(secret), "enrolment", canonicalText(enrolled));
}

const isEnrolment = isObject({ name: isName, key: isBytes(32), proof: isBytes(64) });

/** Makes somebody the first owner, who proves the code, and has the key that he names. */
export async function enrolOwner(confirmer: Confirmer, arrived: Arrived): Promise<Outcome<Answer> | Refused> {
  const { documents, ledger, now } = confirmer;
  const before = await ownersOf(documents);
  if (before.owners.length > 0) return refuse("has-owners");
  const sent = readCanonical(String(arrived.body));
  if (!isEnrolment(sent)) return refuse("malformed-enrolment");
  const { name, key, proof } = sent as Readonly<Record<"name" | "key" | "proof", string>>;
  const text = canonicalText({ name, key, confirmer: confirmer.key });
  // before anything of the request is kept: a stranger's costs nothing but this
  const good = isProven(await documents.read("once", "enrolment"), text, proof, now());
  if (!good.ok) return good;
  const verified = await signedRequest(confirmer, arrived, {
    ...{ signers: [key], tag: enrolmentTag, longest: longestEnrolment },
  });
  if (!verified.ok) return verified;
  const burnt = await documents.update<Outcome<undefined>>("once", "enrolment", (kept) => {
    const still = isProven(kept, text, proof, now());
    return still.ok ? { result: still, remove: true } : { result: still };
  });
  if (!burnt.ok) return burnt;
  const after: Owners = { version: before.version + 1, confirmer: confirmer.key, owners: [{ name, key }] };
  if (!(await putOwners(documents, before, after))) return refuse("has-owners");
  const logged = await ledger.append({ type: "owners.set", data: after });
  return logged.ok ? accept({ status: 200, content: after }) : refuse("not-logged", logged.reason);
}

function isProven(kept: string | undefined, text: string, proof: string, now: number): Outcome<undefined> {
  if (kept === undefined) return refuse("no-code");
  const { key, until } = JSON.parse(kept) as { readonly key: string; readonly until: number };
  if (until <= now) return refuse("code-expired");
  return verifyText(key, "enrolment", text, proof) ? accept(undefined) : refuse("wrong-code");
}
