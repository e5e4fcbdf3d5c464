import type { Identity } from "@secondlock/age";
import type { OpeningPurpose } from "../confirmer/purpose.ts";
import type { SealedFile } from "../file/sealed-file.ts";
import { openValue } from "../file/value.ts";
import type { ConfirmerKey, Wrap } from "../file/wrap.ts";
import { unwrapIdentity } from "../keys/kek.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Receipt } from "../service/receipts.ts";
import { ask, type HostKeys, type Outgoing, readAnswer, type Reply } from "./ask.ts";
import { askChallenge } from "./challenged.ts";
import { type Rehearse, rehearsal } from "./rehearse.ts";
import { type Waiting, waitForApproval } from "./wait-for-approval.ts";

/** Who opens, from where, for what. */
export interface Opener extends Waiting {
  /** The name of this host in the wraps. */
  readonly host: string;
  readonly keys: HostKeys;
  /** 32 bytes that name this start of the host, base64url. */
  readonly boot: string;
  readonly purpose: OpeningPurpose;
  /** Of the file, where there is one yet. */
  readonly sequence?: number;
  /** Brings a request to its confirmer, and calls `sent` when it is on its way. Rejects when the confirmer cannot be reached. */
  readonly send: (outgoing: Outgoing, sent?: () => void) => Promise<Reply>;
  /** What was evaluated before, by key: who opens a file and then makes wraps for the same keys asks once. */
  readonly known?: Map<string, Buffer>;
  /** Gets what each confirmer says that its log has. */
  readonly logged?: (receipt: Receipt) => void;
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
  /** Nobody agreed within the time that there was. `detail` is the confirmer's name and the handle. */
  | "approval-needed"
  /** All confirmers agreed, and the local key is not the one that the wrap was made with. */
  | "wrong-key"
  /** A value is damaged, was moved, or is for other keys. `detail` is its name. */
  | "bad-value";

/** All values of a file that was verified, by name: nothing is asked for a file that was not. */
export async function openFile(
  sealed: SealedFile,
  opener: Opener,
): Promise<Outcome<ReadonlyMap<string, string>, OpenReason>> {
  const identity = await openIdentity(sealed, opener, rehearsal(sealed, opener.keys));
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
export async function openIdentity(
  { header, wraps, last }: SealedFile,
  opener: Opener,
  rehearse?: Rehearse,
): Promise<Outcome<Identity, OpenReason>> {
  const { sequence } = last.content;
  let outcome: Outcome<Identity, OpenReason> = refuse("no-wrap", opener.host);
  for (const { content } of wraps) {
    if (content.host !== opener.host) continue;
    const evaluated = await evaluatedFor(content, { ...opener, sequence }, rehearse);
    outcome = evaluated.ok ? unwrapIdentity(header.content, content, opener.keys.localKey, evaluated.value) : evaluated;
    if (outcome.ok) return outcome;
  }
  return outcome;
}

/** What each of a wrap's confirmers makes of the local key, in the wrap's order; all are asked at once. */
export async function evaluatedFor(
  { confirmers }: Pick<Wrap, "confirmers">,
  opener: Opener,
  rehearse: Rehearse = () => Promise.resolve(),
): Promise<Outcome<readonly Buffer[], OpenReason>> {
  const outcomes = await Promise.all(confirmers.map((confirmer) => evaluatedBy(confirmer, opener, rehearse)));
  const evaluated: Buffer[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) return outcome;
    evaluated.push(outcome.value);
  }
  return accept(evaluated);
}

async function evaluatedBy(
  confirmer: ConfirmerKey,
  opener: Opener,
  rehearse: Rehearse,
): Promise<Outcome<Buffer, OpenReason>> {
  const { confirmer: name, key, kid, epoch, publicKey } = confirmer;
  const known = opener.known?.get(`${kid} ${epoch} ${publicKey}`);
  if (known !== undefined) return accept(known);
  const challenge = opener.timeless === true ? await reached(askChallenge(confirmer, opener.send)) : undefined;
  if (challenge?.ok === false) return refuse("unreachable", name);
  const question = await ask(confirmer, opener.keys, {
    ...opener,
    ...(challenge === undefined ? {} : { challenge: challenge.value }),
  });
  const reply = await reached(opener.send(question, () => void rehearse(question)));
  if (!reply.ok) return refuse("unreachable", name);
  let answer = await readAnswer(question, reply.value);
  if (answer.ok && "waiting" in answer.value) answer = await waitForApproval(question, answer.value.waiting, opener);
  if (!answer.ok) return refuse(answer.reason, [name, answer.detail].filter(Boolean).join(": "));
  if ("waiting" in answer.value) return refuse("approval-needed", `${name}: ${answer.value.waiting.handle}`);
  const { evaluated, logged } = answer.value;
  opener.logged?.({ at: new Date().toISOString(), confirmer: name, key, kid, epoch, ...logged });
  opener.known?.set(`${kid} ${epoch} ${publicKey}`, evaluated);
  return accept(evaluated);
}

/** What comes from a confirmer; or nothing does. */
async function reached<T>(coming: Promise<T>): Promise<Outcome<T, "unreached">> {
  try {
    return accept(await coming);
  } catch {
    return refuse("unreached");
  }
}
