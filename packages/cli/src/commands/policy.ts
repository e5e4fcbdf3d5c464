import {
  addSignature,
  changedPolicy,
  policiesThere,
  policyDigest,
  type PolicyThere,
  type PolicyTerms,
  readTrustedFile,
  rememberInvitation,
  setPolicyThere,
  type SignedText,
  signPolicy,
  widens,
  writeInvitation,
} from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import { isAgreed } from "../agreement.ts";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { ownerDesk } from "../owner-desk.ts";
import { policyChangeText, sumText } from "../policy-text.ts";
import { endUnchanged } from "../say-yes.ts";
import { giveSignature, signaturesIn } from "../other-owner.ts";
import { refuseOrder } from "../unordered.ts";
import { acceptHere } from "./host-add.ts";
import { readPolicyOptions, graceOf } from "./policy-options.ts";

/** Shows the policies of a host, or changes them: then the host has to make its wraps anew, and is invited to. */
export async function policyCommand(
  host: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const desk = await ownerDesk(options);
  if (!desk.ok) return refuseOrder(console, desk);
  const { home, file, person } = desk.value;
  const trusted = await readTrustedFile(home, file);
  if (!trusted.ok) return refuseOrder(console, trusted);
  const { sealed } = trusted.value;
  const asked = readPolicyOptions(options);
  if (!asked.ok) return refuse(console, asked.what, asked.hint, 2);
  const graceText = String(options["grace"]);
  const grace = graceOf(graceText);
  if (grace === undefined)
    return refuse(
      console,
      "--grace takes a time",
      "1h, 7d; 0: the file of before opens no more, and the host has to have another way",
      2,
    );
  const there = await policiesThere({ home, sealed, signer: person.signer, send }, host);
  if (!there.ok) return refuseOrder(console, there);
  const [first] = there.value;
  if (first === undefined) return refuseOrder(console, { reason: "no-key", detail: host });
  if (Object.keys(asked.terms).length === 0) {
    for (const { key, policy } of there.value) console.out(`${key.confirmer} ${JSON.stringify(policy, null, 2)}\n`);
    return 0;
  }
  const { file: id, identity, mode, owner } = sealed.header.content;
  // a host takes the invitation of its file's owner alone: another owner of the confirmer signs, and sends nothing
  const isFilesOwner = owner === person.signer.publicKey;
  const takesTwo = there.value.some(
    ({ policy, owners }) => owners > 1 && widens(policy, changedPolicy(policy, asked.terms)).length > 0,
  );
  if (!isFilesOwner && !takesTwo) return refuseOrder(console, { reason: "not-the-owner", detail: person.name });
  const agreed = await isShownAndAgreed(there.value, asked.terms, mode, options, console);
  if (agreed !== 0) return agreed;

  const signed = signaturesIn(options["signed"]);
  const renewed = new Map<string, string>();
  for (const { key, policy, owners } of there.value) {
    const next = changedPolicy(policy, asked.terms);
    const own = signPolicy(next, person.signer);
    const all: SignedText = addSignature({ ...own, signatures: signed }, "policy", person.signer);
    if (!isFilesOwner) return giveSignature(own, console);
    if (widens(policy, next).length > 0 && all.signatures.length < Math.min(2, owners))
      return refuse(
        console,
        `it allows more than before, and takes another owner of ${key.confirmer}`,
        "that one runs this too, and it prints a line: run this again with that, as --signed",
        6,
      );
    const { confirmer, origin, key: pinned } = key;
    const owning = { confirmer: { confirmer, origin, key: pinned }, signer: person.signer, send };
    const done = await setPolicyThere(owning, all, grace);
    if (!done.ok) return refuseOrder(console, done);
    renewed.set(key.kid, policyDigest(own));
  }
  const invitation = {
    ...{ file: id, identity, mode, host, key: first.policy.hostKey, recipient: identity },
    wraps: sealed.wraps
      .filter(({ content }) => content.host === host)
      .map(({ content: { confirmers } }) =>
        confirmers.map((each) => ({ ...each, policy: renewed.get(each.kid) ?? each.policy })),
      ),
  };
  const line = writeInvitation(invitation, person.signer);
  const kept = await rememberInvitation(home, invitation, line);
  if (!kept.ok) return refuseOrder(console, kept);
  if (options["here"] === true) return await acceptHere(desk.value, line, options, console);
  console.out(line);
  console.err(
    `secondlock: the policy holds from now on, for the file of before ${grace === 0 ? "not at all" : `for ${graceText} more`}\nhint: give ${host} this line (secondlock host wrap), then secondlock host finish what it answers, and deploy the file\n`,
  );
  return 0;
}

/** Shows what is to be signed. What is only a confirmer's word is asked about in any case. */
async function isShownAndAgreed(
  there: readonly PolicyThere[],
  terms: Partial<PolicyTerms>,
  mode: "all-of" | "any-of",
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  for (const { key, policy } of there)
    console.err(`${key.confirmer}:\n${policyChangeText(policy, changedPolicy(policy, terms))}`);
  const [first] = there;
  if (first !== undefined && mode === "any-of" && there.length > 1)
    console.err(`secondlock: ${sumText(changedPolicy(first.policy, terms), there.length)}\n`);
  const unknown = there.filter(({ isKnown }) => !isKnown);
  if (unknown.length === 0)
    return (await isAgreed("Sign this, and put it in the place of what is there?", options))
      ? 0
      : endUnchanged(console);
  for (const { key, policy } of unknown)
    console.err(
      `secondlock: neither you nor the file's owner signed what ${key.confirmer} goes by now. All of it:\n${JSON.stringify(policy, null, 2)}\n`,
    );
  if (await isAgreed("Is all of that, with the change, what you want to sign?", {})) return 0;
  return refuse(
    console,
    "nothing was changed: what is there is only the confirmer's word",
    "ask the other owners; then say yes to it on a terminal",
    2,
  );
}
