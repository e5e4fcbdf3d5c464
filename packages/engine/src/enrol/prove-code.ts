import { counterOf } from "./totp.ts";

/** Most codes that may be typed. */
export const codeTries = 3;

/** Seconds by which two clocks may differ before codes stop being right. */
const clockTolerance = 30;

/** Asks for a code; `before` says why it asks once more. Undefined: the person gave up. */
export type AskCode = (before?: string) => Promise<string | undefined>;

export type Proof =
  | { readonly proven: true; readonly counter: number }
  | { readonly proven: false; readonly because: string; readonly hint: string };

/**
 * Lets the person prove that the app has the secret, by the host's clock: that is the one that decides at every login.
 * `ahead` is how many seconds the host's clock is ahead of the one here.
 */
export async function proveCode(secret: Uint8Array, ask: AskCode, now: () => number, ahead: number): Promise<Proof> {
  let before: string | undefined;
  for (let tries = 1; tries <= codeTries; tries++) {
    const typed = await ask(before);
    if (typed === undefined)
      return {
        proven: false,
        because: "no code was typed, and nothing was written",
        hint: "run it again when you are ready",
      };
    const counter = counterOf(secret, typed, now() + ahead);
    if (counter !== undefined) return { proven: true, counter };
    before =
      clockProblem(ahead) !== undefined && counterOf(secret, typed, now()) !== undefined
        ? "that is right by the clock here, and wrong by the host's"
        : /^\d{8}$/.test(typed.trim())
          ? "that is no code of the app: it has six digits"
          : "that code is wrong";
  }
  return {
    proven: false,
    because: `${before ?? "no code was right"}; after ${codeTries} tries nothing was written`,
    hint:
      clockProblem(ahead) === undefined
        ? "set the phone's clock by the network, delete the entry in the app, and run it again: the secret will be a new one"
        : "set the host's clock right first (timedatectl), then run it again",
  };
}

/** What is wrong with the host's clock, in words; undefined when nothing is. */
export function clockProblem(ahead: number): string | undefined {
  const seconds = Math.round(Math.abs(ahead));
  if (seconds <= clockTolerance) return undefined;
  return `the host's clock is ${seconds} s ${ahead > 0 ? "ahead of" : "behind"} the one here`;
}
