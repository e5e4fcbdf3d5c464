import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { fromText, toText } from "../bytes.ts";
import type { Confirmer } from "./confirmer.ts";
import { challengeLength } from "./opening-message.ts";

/** Seconds that a challenge is good for. */
const lifetime = 60;
/** Bytes that a code is over: the second in which it was given, and 10 random ones. */
const plainLength = 16;

export interface Challenge {
  /** Base64url. Good once. */
  readonly challenge: string;
  /** Seconds since 1970, by the confirmer's clock. */
  readonly expires: number;
}

/** For a host that does not know the time: what it signs instead of it. Nothing is kept of it before it is used: anybody can ask. */
export function makeChallenge({ secret, now }: Pick<Confirmer, "secret" | "now">): Challenge {
  const given = Math.floor(now());
  const plain = Buffer.concat([Buffer.alloc(6), randomBytes(plainLength - 6)]);
  plain.writeUIntBE(given, 0, 6);
  return { challenge: toText(Buffer.concat([plain, codeOf(secret, plain)])), expires: given + lifetime };
}

/** Whether this confirmer gave it, it is not over, and it was not used before. */
export async function burnChallenge(
  { documents, secret, now }: Pick<Confirmer, "documents" | "secret" | "now">,
  challenge: string,
): Promise<boolean> {
  const bytes = fromText(challenge, challengeLength);
  if (bytes === undefined) return false;
  const plain = bytes.subarray(0, plainLength);
  if (!timingSafeEqual(bytes.subarray(plainLength), codeOf(secret, plain))) return false;
  const until = plain.readUIntBE(0, 6) + lifetime;
  if (until <= now()) return false;
  return await documents.update("once", `challenge ${challenge}`, (text) =>
    text === undefined ? { result: true, text: "", until } : { result: false },
  );
}

function codeOf(secret: Uint8Array, plain: Uint8Array): Buffer {
  return createHmac("sha256", secret)
    .update("secondlock/1/challenge\n")
    .update(plain)
    .digest()
    .subarray(0, challengeLength - plainLength);
}
