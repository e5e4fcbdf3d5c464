import { type Console, refuse } from "./console.ts";
import type { ExitCode } from "./exit-codes.ts";
import { uneditedText } from "./unedited.ts";
import { unopenedText } from "./unopened.ts";

type Text = readonly [what: string, hint: string];

const again = "make a new card on the host, and begin again: secondlock host card";

/** What happened between an owner, a host and a confirmer, and what to do. `%` is what is known besides: a name, a path. */
const texts: Readonly<Record<string, Text>> = {
  "no-confirmer": [
    "no confirmer is named",
    "--confirmer NAME; secondlock owner list tells those that you know, secondlock owner enrol URL gets to know one",
  ],
  "unknown-confirmer": ["you know no confirmer of the name %", "secondlock owner list tells those that you know"],
  "not-invited": ["nobody invited % from here", "secondlock host add invites a host; what it answers comes back here"],
  "not-the-owner": [
    "only the owner of the file can do that, and you, %, are not",
    "ask the owner; who is gone for good is followed by a new file: break glass, and seal it anew",
  ],
  "malformed-card": ["this is no card of a host", "secondlock host card prints one line on the host; give all of it"],
  "malformed-invitation": ["this is no invitation", "secondlock host add prints one line; give all of it"],
  "malformed-wraps": [
    "these are no wraps of a host",
    "secondlock host wrap prints one line on the host; give all of it",
  ],
  "not-the-hosts": ["the host that it names did not sign it", again],
  "another-wrap": ["these are not the wraps that the host was invited to make", again],
  "another-hosts": ["the invitation is for another host, for an earlier card of %, or was used already", again],
  "wrong-identity": ["what was handed over does not belong to the file", again],
  "not-the-owners": [
    "the invitation is not signed by the owner whom this host knows",
    "compare the owner's key; the first time it is named with --owner",
  ],
  "file-exists": ["% is there already, and is another's or not sealed", "name another file with --file"],
  "named-otherwise": [
    "you are called % already, and files and confirmers know you so",
    "leave --name out; another person has another folder: --home",
  ],
  "owner-edits": ["%, who owns the file, edits it as well", "only another editor can be removed"],
  "another-fingerprint": [
    "the confirmer that answers is not the one whose console gave the code",
    "or a letter is wrong. Look at both; then who stands between",
  ],
  "no-key": ["no wrap of the file is for %", "secondlock secrets lists the hosts"],
  refused: ["the confirmer refuses: %", "its log has the reason under this reference: secondlock log, there"],
  "malformed-answer": [
    "the confirmer % answers what no honest one does",
    "ask who runs it, and whether it is as new as this; nothing of that is shown, signed or kept",
  ],
  "known-otherwise": [
    "you know another confirmer by the name %",
    "--as NAME gives this one another name; if it has a new key, and you know why: --replace",
  ],
  "anothers-policy": [
    "the policy that the confirmer % tells is not for this host's key",
    "ask who runs it: nothing was signed; secondlock revoke, then secondlock host add",
  ],
  "unknown-policy": [
    "neither you nor the file's owner signed the policy that % goes by now",
    "look at it with secondlock policy, and sign one of your own",
  ],
  unreachable: ["the confirmer % does not answer", "look whether it runs and whether a firewall is between"],
  "not-pinned": [
    "nobody has said here whose this file is (%)",
    "for a host: --owner KEY, which the owner tells (secondlock owner me); for yourself: secondlock trust",
  ],
};

/** Ends a command. */
export function refuseOrder(
  console: Console,
  { reason, detail = "it" }: { readonly reason: string; readonly detail?: string },
  status: ExitCode = 2,
): ExitCode {
  const [what, hint] = texts[reason] ??
    unopenedText(reason) ??
    uneditedText(reason) ?? [`that is refused: ${reason}`, "look at --help"];
  return refuse(
    console,
    what.replace("%", () => detail),
    hint,
    status,
  );
}
