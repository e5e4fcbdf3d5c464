import {
  lookThere,
  type Owners,
  ownersText,
  readOwners,
  setOwnersThere,
  setPeersThere,
  signOwners,
  signPeers,
} from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import { isAgreed } from "../agreement.ts";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { chosenConfirmers, type OwnerDesk } from "../owner-desk.ts";
import { endUnchanged } from "../say-yes.ts";
import { askOtherOwner, signaturesIn } from "../other-owner.ts";
import { refuseOrder } from "../unordered.ts";

/** Names another owner, or one less. Of two or more owners two have to say so: the first gets a line for the second. */
export async function changeOwners(
  { confirmers, person }: OwnerDesk,
  word: "add" | "remove",
  [name = "", key = ""]: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const chosen = chosenConfirmers(confirmers, options["confirmer"]);
  if (!chosen.ok) return refuseOrder(console, chosen);
  for (const confirmer of chosen.value) {
    const owning = { confirmer, signer: person.signer, send };
    const looked = await lookThere(owning);
    if (!looked.ok) return refuseOrder(console, looked);
    const { version, owners } = looked.value.owners;
    const others = owners.filter((owner) => owner.name !== name);
    if (word === "remove" && others.length === owners.length)
      return refuse(
        console,
        `${name} is no owner of ${confirmer.confirmer}`,
        owners.map((owner) => owner.name).join(", "),
        2,
      );
    const next: Owners = {
      version: version + 1,
      confirmer: confirmer.key,
      owners: word === "add" ? [...others, { name, key }] : others,
    };
    if (!readOwners(ownersText(next)).ok)
      return refuse(
        console,
        `${name} cannot be an owner so`,
        "secondlock owner add NAME KEY; secondlock owner me tells a key",
        2,
      );
    const orphans = looked.value.keys.filter(
      ({ status, signed }) =>
        status === "active" &&
        !signed.signatures.some(({ owner }) => next.owners.some((remaining) => remaining.key === owner)),
    );
    if (word === "remove" && orphans.length > 0)
      return refuse(
        console,
        `${confirmer.confirmer}: only ${name} signed the policy of ${orphans.map(({ kid }) => kid).join(", ")}`,
        "another owner signs one (secondlock policy HOST), or revokes the key (secondlock revoke --kid KID)",
        2,
      );
    // who owns it so far is only what it tells: the whole list is signed, and the whole list is shown
    console.err(`${confirmer.confirmer} is to be owned by:\n${next.owners.map(ownerLine).join("")}`);
    if (!(await isAgreed("Do you know all of them, and do you want to sign that?", options)))
      return endUnchanged(console);
    const signed = signOwners(next, person.signer, signaturesIn(options["signed"]));
    if (signed.signatures.length < Math.min(2, owners.length)) return askOtherOwner(signed, console);
    const done = await setOwnersThere(owning, signed);
    if (!done.ok) return refuseOrder(console, done);
    console.out(`${confirmer.confirmer} is owned by ${done.value.owners.map((owner) => owner.name).join(", ")}.\n`);
  }
  return 0;
}

function ownerLine({ name, key }: Owners["owners"][number]): string {
  return `  ${name}  ${key}\n`;
}

/** Has confirmers pass on to each other what is revoked. To take one off a list takes two owners, where there are two. */
export async function changePeers(
  { confirmers, person }: OwnerDesk,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const chosen = chosenConfirmers(confirmers, options["confirmer"]);
  if (!chosen.ok) return refuseOrder(console, chosen);
  const given = signaturesIn(options["signed"]);
  for (const confirmer of chosen.value) {
    const owning = { confirmer, signer: person.signer, send };
    const looked = await lookThere(owning);
    if (!looked.ok) return refuseOrder(console, looked);
    const { owners, peers: before } = looked.value;
    const others = chosen.value.filter((other) => other !== confirmer).map(({ origin, key }) => ({ origin, key }));
    const next = { version: before.version + 1, confirmer: confirmer.key, peers: others };
    const signed = signPeers(next, person.signer, given);
    const takesAway = before.peers.some(
      (peer) => !others.some(({ origin, key }) => origin === peer.origin && key === peer.key),
    );
    if (takesAway && signed.signatures.length < Math.min(2, owners.owners.length))
      return askOtherOwner(signed, console);
    const done = await setPeersThere(owning, signed);
    if (!done.ok) return refuseOrder(console, done);
    console.out(`${confirmer.confirmer} listens to ${others.map(({ origin }) => origin).join(", ") || "nobody"}.\n`);
  }
  return 0;
}
