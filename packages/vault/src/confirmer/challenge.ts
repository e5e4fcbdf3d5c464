import { randomBytes } from "node:crypto";
import { toText } from "../bytes.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Confirmer } from "./confirmer.ts";
import type { DocumentStore } from "./store/document-store.ts";

/** Seconds that a challenge is good for, and how many may be open at once: anybody can ask for one. */
const lifetime = 60;
const mostOpen = 1_000;

export interface Challenge {
  /** 16 random bytes, base64url. Good once. */
  readonly challenge: string;
  /** Seconds since 1970, by the confirmer's clock. */
  readonly expires: number;
}

/** For a host that does not know the time: what it signs instead of it. Refuses with `too-many-challenges`. */
export async function makeChallenge({ documents, now }: Confirmer): Promise<Outcome<Challenge>> {
  const challenge = toText(randomBytes(16));
  const expires = Math.floor(now()) + lifetime;
  const isRoom = await documents.update("once", "challenges", (text) => {
    const open = openOnes(text).filter((until) => until > now());
    return open.length < mostOpen
      ? { result: true, text: JSON.stringify([...open, expires]), until: expires }
      : { result: false };
  });
  if (!isRoom) return refuse("too-many-challenges");
  await documents.update("once", `challenge ${challenge}`, () => ({
    result: undefined,
    text: JSON.stringify([expires]),
    until: expires,
  }));
  return accept({ challenge, expires });
}

/** Whether it was given out, is not over, and was not used before. */
export async function burnChallenge(documents: DocumentStore, challenge: string, now: number): Promise<boolean> {
  return await documents.update("once", `challenge ${challenge}`, (text) => {
    const [expires] = text === undefined ? [] : openOnes(text);
    return { result: expires !== undefined && expires > now, remove: true };
  });
}

function openOnes(text: string | undefined): readonly number[] {
  return text === undefined ? [] : (JSON.parse(text) as readonly number[]);
}
