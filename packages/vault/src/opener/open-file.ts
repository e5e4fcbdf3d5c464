import type { Identity } from "@secondlock/age";
import type { OpeningPurpose } from "../confirmer/purpose.ts";
import type { SealedFile } from "../file/sealed-file.ts";
import { openValue } from "../file/value.ts";
import type { Wrap } from "../file/wrap.ts";
import { unwrapIdentity } from "../keys/kek.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { ask, type HostKeys, type Question, readReply, type Reply } from "./ask.ts";

/** Who opens, from where, for what. */
export interface Opener {
  /** The name of this host in the wraps. */
  readonly host: string;
  readonly keys: HostKeys;
  /** 32 bytes that name this start of the host, base64url. */
  readonly boot: string;
  readonly purpose: OpeningPurpose;
  /** Brings a question to its confirmer. Rejects when it cannot be reached. */
  readonly send: (question: Question) => Promise<Reply>;
}

export type OpenReason =
  /** No wrap is for this host. */
  | "no-wrap"
  /** A confirmer cannot be reached. `detail` is its name. */
  | "unreachable"
  /** A confirmer refuses. `detail` is its name, and the reference in its log. */
  | "refused"
  /** Somebody else answered in a confirmer's place. `detail` is its name. */
  | "not-the-confirmers"
  | "bad-evaluation"
  /** All confirmers agreed, and the local key is not the one that the wrap was made with. */
  | "wrong-key"
  /** A value is damaged, was moved, or is for other keys. `detail` is its name. */
  | "bad-value";

/** All values of a file that was verified, by name: nothing is asked for a file that was not. */
export async function openFile(
  sealed: SealedFile,
  opener: Opener,
): Promise<Outcome<ReadonlyMap<string, string>, OpenReason>> {
  const identity = await openIdentity(sealed, opener);
  if (!identity.ok) return identity;
  const values = new Map<string, string>();
  for (const each of sealed.values) {
    const value = openValue(sealed.header.content, each, identity.value);
    if (!value.ok) return refuse("bad-value", `${each.name}: ${value.reason}`);
    values.set(each.name, value.value);
  }
  return accept(values);
}

/** The file's identity, over the first of this host's wraps that opens; the refusal is the last one's. */
async function openIdentity({ header, wraps }: SealedFile, opener: Opener): Promise<Outcome<Identity, OpenReason>> {
  let outcome: Outcome<Identity, OpenReason> = refuse("no-wrap", opener.host);
  for (const { content } of wraps) {
    if (content.host !== opener.host) continue;
    const evaluated = await evaluatedFor(content, opener);
    outcome = evaluated.ok ? unwrapIdentity(header.content, content, opener.keys.localKey, evaluated.value) : evaluated;
    if (outcome.ok) return outcome;
  }
  return outcome;
}

/** What each of a wrap's confirmers makes of the local key, in the wrap's order; all are asked at once. */
async function evaluatedFor({ confirmers }: Wrap, opener: Opener): Promise<Outcome<readonly Buffer[], OpenReason>> {
  const outcomes = await Promise.all(
    confirmers.map(async (confirmer): Promise<Outcome<Buffer, OpenReason>> => {
      const question = await ask(confirmer, opener.keys, opener);
      let reply: Reply;
      try {
        reply = await opener.send(question);
      } catch {
        return refuse("unreachable", confirmer.confirmer);
      }
      const read = await readReply(question, reply);
      return read.ok ? read : refuse(read.reason, [confirmer.confirmer, read.detail].filter(Boolean).join(": "));
    }),
  );
  const evaluated: Buffer[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) return outcome;
    evaluated.push(outcome.value);
  }
  return accept(evaluated);
}
