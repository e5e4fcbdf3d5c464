import type { RotationReason } from "@secondlock/vault/third-party";
import type { EditReason, PersonalReason } from "@secondlock/vault/file";
import { type Console, refuse } from "./console.ts";
import type { ExitCode } from "./exit-codes.ts";
import { refuseEdit } from "./unedited.ts";

type OwnReason = Exclude<RotationReason, PersonalReason | EditReason>;

const goOn = "then run this again: it goes on from here";

/** What happened, and what to do. `NAME` is the value's name, `%` is what is known besides. */
const texts: Readonly<Record<OwnReason, readonly [what: string, hint: string]>> = {
  "no-value": ["NAME waits for its new value", "make it at its provider, where the old one stays; then run this again"],
  "no-proof": [
    "NAME waits for a proof from %; the old one works until then",
    "commit and deploy the sealed file, start anew what uses it, then run this again with --test-with",
  ],
  "not-proven": [
    "NAME is not proven, and the old one works on: %",
    "deploy the sealed file there, or take it back with --take-back; then run this again",
  ],
  "old-in-use": ["NAME is proven, and the old one is still used: %", `start anew what uses it, ${goOn}`],
  "old-not-gone": ["NAME is proven, and % is still there", "end it at the provider, then run this with --old-is-gone"],
  "both-usable": [
    "both roles of NAME can log in: % is not this rotation's",
    "somebody else rotates it; if nobody does, lock the role that the sealed file does not hold: ALTER ROLE ... NOLOGIN",
  ],
  "none-usable": [
    "neither role of NAME can log in",
    "let one log in: ALTER ROLE ... LOGIN PASSWORD; then set NAME by hand",
  ],
  "stale-file": ["% was locked, and this sealed file holds it: NAME was rotated elsewhere", "pull, and run this again"],
  "not-there": [
    "% does not have what the sealed file holds for NAME: it was changed there",
    "take it back with --take-back, and rotate it again",
  ],
  "no-such-key": ["there is no role %", "make both roles first: docs/how-to/rotate-a-key.md has the statements"],
  "provider-failed": ["the provider of NAME cannot be asked: %", `look whether --psql logs in, ${goOn}`],
  "other-rotation": [
    "another rotation of NAME is under way, with other roles or another provider",
    "put the service file back as it was and finish it; or drop it with --forget",
  ],
  "changed-meanwhile": [
    "somebody set NAME while it was rotated",
    "look which of them is used, lock the other at the provider, and drop this rotation with --forget",
  ],
  "no-hosts": ["no host opens the sealed file, so nobody can prove NAME", "have the owner add a host"],
  "nothing-to-take-back": ["no rotation of NAME is under way that had a value before it", "secondlock set sets one"],
  "malformed-rotation": ["% was changed by hand", "look which value is used, then drop this rotation with --forget"],
};

/** Ends a rotation that is not done: with 6 where it only waits. */
export function tellUnrotated(
  console: Console,
  name: string,
  { reason, detail = "it" }: { readonly reason: RotationReason; readonly detail?: string },
  waiting = false,
): ExitCode {
  if (!isOwn(reason)) return refuseEdit(console, { reason, detail });
  const [what, hint] = texts[reason].map((text) => text.replaceAll("NAME", name).replace("%", () => detail));
  return refuse(console, what ?? reason, hint ?? "", waiting ? 6 : 2);
}

function isOwn(reason: RotationReason): reason is OwnReason {
  return Object.hasOwn(texts, reason);
}
