import type { EnvironmentReason } from "@secondlock/vault/run";

/** What happened, and what to do. `%` is what is known besides: a name, a path, a reference. */
const texts: Readonly<Record<EnvironmentReason, readonly [what: string, hint: string]>> = {
  "no-file": ["the sealed file cannot be read: %", "name it with --file"],
  "not-sealed": ["the file is not sealed", "a sealed file begins with secondlock-sealed"],
  "unknown-format": ["the sealed file is of a newer format", "update Secondlock on this host"],
  "malformed-line": [
    "line % of the sealed file is damaged",
    "look for marks of a merge that git could not do (docs/how-to/seal-your-env.md); else take the file from the repository anew, with the line ends it has there",
  ],
  "too-long": ["the sealed file is longer than any honest one", "take it from the repository anew"],
  "foreign-file": [
    "the sealed file is another than the one that this host knows",
    "compare its header with that of the repository",
  ],
  "not-the-owners": [
    "the header of the sealed file is not its owner's",
    "somebody changed it: look at its history before anything else",
  ],
  "not-the-owners-wrap": [
    "the wrap for % is not the owner's",
    "somebody changed it: look at its history before anything else",
  ],
  "unknown-editor": ["% is no editor of the sealed file, and edited it", "look at its history, and ask the owner"],
  "not-the-editors": ["the last line is not signed by %", "look at the file's history before anything else"],
  changed: ["lines of the sealed file were changed and not signed", "look at its history before anything else"],
  older: [
    "this host has opened a newer file than this one",
    "deploy the newest; nobody goes back to older secrets this way",
  ],
  forked: [
    "two files were made of one, and this host has opened the other",
    "merge them with git, and deploy what comes out",
  ],
  loader: [
    "% decides what a program loads, and the owner has not allowed it",
    "look who set it; only the owner can allow it",
  ],
  "keys-exist": ["this host has keys already: %", "they are not replaced"],
  "no-keys": ["this host has no keys: % is not there", "name their folder with --keys, or make them with the owner"],
  "open-to-others": [
    "% can be read or changed by others",
    "its owner alone: chmod 0400 for keys, 0700 for their folder",
  ],
  "malformed-key": ["% holds no key", "put it back from where it was moved, or add this host anew"],
  "not-pinned": [
    "this host does not know whose the sealed file is",
    "once: secondlock trust .env.sealed --keys FOLDER --owner KEY; the owner tells the key (secondlock owner me)",
  ],
  "malformed-pin": ["% was changed by hand", "pin the file's owner anew"],
  unreadable: ["the keys of this host cannot be read: %", "run this as the user whose they are"],
  "not-written": ["what was opened cannot be remembered: %", "make room, or make the folder of the keys writable"],
  "no-wrap": [
    "no wrap of the sealed file is for %",
    "name this host as the file does, with --as; or have the owner add it",
  ],
  unreachable: ["the confirmer % does not answer", "look whether it runs and whether a firewall is between"],
  refused: ["the confirmer refuses: %", "its log has the reason under this reference"],
  "approval-needed": [
    "nobody has approved in time: %",
    "an approver runs secondlock approve; then start this again, with a longer --wait",
  ],
  "not-the-confirmers": [
    "somebody else answers in place of the confirmer: %",
    "look who stands between, and at the clock of both",
  ],
  "bad-evaluation": [
    "the confirmer % did not use its own key",
    "ask who runs it: it was replaced, or its database was",
  ],
  "wrong-key": ["the local key of this host is not the one of its wrap", "have the owner add this host anew"],
  "bad-value": ["a value of the sealed file does not open: %", "have an editor set it anew"],
};

/** For people. */
export function unopened({ reason, detail = "" }: { readonly reason: EnvironmentReason; readonly detail?: string }): {
  readonly what: string;
  readonly hint: string;
} {
  const [what, hint] = texts[reason];
  return { what: what.replace("%", detail), hint };
}

/** For those who do more than open. */
export function unopenedText(reason: string): readonly [what: string, hint: string] | undefined {
  return Object.hasOwn(texts, reason) ? texts[reason as EnvironmentReason] : undefined;
}
