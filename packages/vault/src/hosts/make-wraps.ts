import type { Identity } from "@secondlock/age";
import { canonicalText, readCanonical } from "../canonical.ts";
import { isListOf, isObject } from "../file/shape.ts";
import { isWrap, type Wrap } from "../file/wrap.ts";
import { type Bound, wrapIdentity } from "../keys/kek.ts";
import { type Signer, signText, verifyText } from "../keys/signing.ts";
import { evaluatedFor, type OpenReason, type Opener } from "../opener/open-file.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Invitation } from "./invitation.ts";

/** Makes a host's wraps: its confirmers evaluate for it as they will when it opens, so that what comes of it is known to open. */
export async function makeWraps(
  { file, identity: recipient, mode, host, wraps }: Invitation,
  identity: Identity,
  opener: Opener,
): Promise<Outcome<readonly Wrap[], OpenReason>> {
  const made: Wrap[] = [];
  for (const confirmers of wraps) {
    const inOrder = confirmers.toSorted((a, b) => (a.kid < b.kid ? -1 : 1));
    const evaluated = await evaluatedFor({ confirmers: inOrder }, opener);
    if (!evaluated.ok) return evaluated;
    const bound: Bound = { file, host, confirmers: inOrder };
    const header = { format: 1 as const, file, identity: recipient, mode };
    made.push(wrapIdentity(header, bound, identity, opener.keys.localKey, evaluated.value));
  }
  return accept(made);
}

const fits = isObject({ wraps: isListOf(isWrap, 8, (wrap) => canonicalText(wrap)) });

/** One line, from the host to the owner, who signs each wrap. */
export function writeWraps(wraps: readonly Wrap[], signer: Signer): string {
  const text = canonicalText({ wraps });
  return `secondlock-wraps ${text} ${signText(signer, "wrap-offer", text)}\n`;
}

/** Refuses with `malformed-wraps`, with `not-the-hosts`, and with `another-wrap` where they are not those that the owner invited to. */
export function readWraps(
  line: string,
  { file, host, key, wraps: wanted }: Invitation,
): Outcome<readonly Wrap[], "malformed-wraps" | "not-the-hosts" | "another-wrap"> {
  const [, text = "", signature = ""] =
    /^secondlock-wraps (\{.{1,40000}\}) ([A-Za-z0-9_-]{86})$/.exec(line.trim()) ?? [];
  const content = readCanonical(text);
  if (!fits(content)) return refuse("malformed-wraps");
  if (!verifyText(key, "wrap-offer", text, signature)) return refuse("not-the-hosts");
  const { wraps } = content as { readonly wraps: readonly Wrap[] };
  const asked = wanted.map((confirmers) => canonicalText(confirmers.toSorted((a, b) => (a.kid < b.kid ? -1 : 1))));
  const offered = wraps.map(({ confirmers }) => canonicalText(confirmers));
  const isAsked =
    wraps.every((wrap) => wrap.file === file && wrap.host === host) &&
    canonicalText(offered.toSorted()) === canonicalText(asked.toSorted());
  return isAsked ? accept(wraps) : refuse("another-wrap");
}
