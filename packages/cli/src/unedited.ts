import type { EditReason, PersonalReason } from "@secondlock/vault/file";
import { type Console, refuse } from "./console.ts";
import type { ExitCode } from "./exit-codes.ts";

type Reason = PersonalReason | EditReason;

const lookFirst = "look at the file's history and ask the owner before anything else";
const set = "secondlock set sets it";

/** What happened, and what to do. `%` is what is known besides: a name, a path. */
const texts: Readonly<Record<Reason, readonly [what: string, hint: string]>> = {
  "no-file": ["the sealed file cannot be read: %", "name it with --file"],
  "not-sealed": ["the file is not sealed", "a sealed file begins with secondlock-sealed"],
  "unknown-format": ["the sealed file is of a newer format", "update Secondlock"],
  "malformed-line": [
    "line % of the sealed file is damaged",
    "look for marks of a merge that git could not do; else take the file from the repository anew",
  ],
  "too-long": ["% is longer than anything that can be sealed", "64 KiB for each value, 8 MiB for a file"],
  "foreign-file": ["the sealed file is another than the one that you know", lookFirst],
  "not-the-owners": ["the header of the sealed file is not its owner's", lookFirst],
  "not-the-owners-wrap": ["the wrap for % is not the owner's", lookFirst],
  "unknown-editor": ["% is no editor of the sealed file, and edited it", lookFirst],
  "not-the-editors": ["the last line is not signed by %", lookFirst],
  changed: ["lines of the sealed file were changed and not signed", lookFirst],
  older: [
    "you have seen a newer file than this one",
    "pull first; to go on from the older one all the same: secondlock trust --older",
  ],
  forked: [
    "two files were made of one, and you have seen the other",
    "merge them with git; to go on from this one all the same: secondlock trust --older",
  ],
  loader: [
    "% decides what a program loads or whom it trusts, and the owner has not allowed it",
    "the owner can allow it: secondlock editor allow",
  ],
  "no-person": ["nobody is set up here: % is not there", "secondlock seal makes you an owner; an owner adds editors"],
  "person-exists": ["somebody is set up here already: %", "name another folder with --home"],
  "bad-name": ["% is no name", "variables: letters, digits and _; people: small letters, digits, . _ -"],
  "open-to-others": ["% can be read or changed by others", "chmod 0600 for files, 0700 for the folder"],
  "malformed-key": ["% holds no key", "put it back from where it was kept"],
  "malformed-confirmer": ["% was changed by hand", "take it away, and enrol with the confirmer anew"],
  "malformed-cache": ["% was changed by hand", "take it away: all that it saves is sealing again what did not change"],
  "malformed-pin": ["% was changed by hand", "take it away, and trust the owner anew: secondlock trust"],
  "keys-exist": ["keys are there already: %", "they are not replaced"],
  "no-keys": ["no keys are there: %", "name their folder with --keys"],
  "not-pinned": [
    "nobody has said here whose this file is (%)",
    "ask its owner for the key by another way, then: secondlock trust",
  ],
  unreadable: ["your folder cannot be read: %", "run this as the user whose it is"],
  "not-written": ["nothing was changed, for it cannot be written: %", "make room, or look at the rights of the folder"],
  "not-remembered": [
    "the file is changed, and that could not be remembered: %",
    "make room, or look at the rights of your own folder",
  ],
  "no-editor": [
    "the owner has not made you, %, an editor of this file",
    "tell the owner your public key, secondlock owner me; the owner lists it: secondlock editor add",
  ],
  busy: ["another command of yours goes on editing", "run this again when it is through"],
  "no-lock": ["your folder cannot be locked: %", "remove what lies there: no edit needs anything that is in it"],
  "lone-surrogate": ["the value of % is no text", "values are UTF-8"],
  "zero-byte": ["the value of % has a zero byte in it", "an environment cannot hold one: encode it, as with base64"],
  "file-full": ["the file would have more lines or bytes than one may have", "unset what nobody needs any more"],
  "no-such-value": ["% is not in the file", `secondlock secrets lists the names; ${set}`],
};

/** Ends a command that edits nothing. */
export function refuseEdit(
  console: Console,
  { reason, detail = "it" }: { readonly reason: Reason; readonly detail?: string },
): ExitCode {
  const [what, hint] = texts[reason];
  return refuse(
    console,
    what.replace("%", () => detail),
    hint,
    2,
  );
}

/** For those who do more than edit. */
export function uneditedText(reason: string): readonly [what: string, hint: string] | undefined {
  return Object.hasOwn(texts, reason) ? texts[reason as Reason] : undefined;
}
