import { definePolicy, type NonceStore, verify } from "@secondlock/signatures";
import { fromText } from "../bytes.ts";
import { verifyingKeyOf } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Arrived, Refused } from "./arrived.ts";
import { burnChallenge } from "./challenge.ts";
import type { Confirmer } from "./confirmer.ts";
import type { DocumentStore } from "./store/document-store.ts";

/** What a request has to be, to be somebody's. */
export interface Demand {
  /** Whose request it may be: Ed25519, base64url, which is also what they are called in the signature. */
  readonly signers: readonly string[];
  readonly tag: string;
  /** Bytes. */
  readonly longest: number;
  /** Of the confirmer, given out before: it stands for the time, for those who have no clock. */
  readonly challenge?: string;
}

/** A request whose signature, time and nonce are right. */
export interface SignedRequest {
  readonly signer: string;
  readonly body: Buffer;
  /** What was signed: its digest names this very request. */
  readonly base: string;
}

/** Seconds that the clocks of two sides may differ. */
const skew = 60;

/** Refuses with the reasons of RFC 9421 signatures, `wrong-challenge` among them. The nonce is burnt when all the rest is right. */
export async function signedRequest(
  confirmer: Confirmer,
  { message, body }: Arrived,
  { signers, tag, longest, challenge }: Demand,
): Promise<Outcome<SignedRequest> | Refused> {
  const { documents, origin, now } = confirmer;
  const policy = definePolicy({
    keys: (keyid = "") =>
      signers.includes(keyid) && fromText(keyid, 32) !== undefined ? verifyingKeyOf(keyid) : undefined,
    tag,
    maximumAge: skew,
    tolerance: skew,
    maximumBody: longest,
    authorities: [new URL(origin).host],
    now,
    // a challenge is good once, and stands for nonce and time
    ...(challenge === undefined ? { nonces: noncesIn(documents) } : { parameters: ["keyid", "tag"] as const }),
  });
  const verified = await verify(message, policy, body);
  if (!verified.ok) return refuse(verified.reason, verified.detail);
  const [signature] = verified.signatures;
  if (signature === undefined || verified.signatures.length > 1) return refuse("too-many-signatures");
  if (challenge !== undefined && !(await burnChallenge(confirmer, challenge))) return refuse("wrong-challenge");
  return accept({ signer: signature.parameters.keyid ?? "", body: verified.body, base: signature.base });
}

/** Nonces that outlive a restart, for as long as the signatures that they came with. */
function noncesIn(documents: DocumentStore): NonceStore {
  return {
    burn: (nonce, { until }) =>
      documents.update("once", `nonce ${nonce}`, (text) =>
        text === undefined ? { result: "fresh", text: "", until } : { result: "replayed" },
      ),
  };
}
