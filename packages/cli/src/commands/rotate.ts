import { rm } from "node:fs/promises";
import {
  beginEpochThere,
  type ConfirmerKey,
  finishEpochThere,
  hostKeysOf,
  lookThere,
  policiesThere,
  readTrustedFile,
  rememberInvitation,
  replaceKept,
  type SealedFile,
  type Wrap,
  writeInvitation,
} from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { type OwnerDesk, ownerDesk } from "../owner-desk.ts";
import { refuseOrder } from "../unordered.ts";
import { acceptHere } from "./host-add.ts";
import { revokeCommand, shredCommand } from "./revoke.ts";
import { rotateKeysCommand } from "./rotate-keys.ts";
import type { AskedHosts } from "./hosts-asked.ts";
import { refuseOldValues } from "./new-values.ts";
import { newFileAsked, readValues, sealNew } from "./seal.ts";

/** Rotates named keys at their providers; without a name the confirmers' keys of all hosts; or everything, when somebody has got in. */
export async function rotateCommand(
  names: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  if (options["compromised"] === true) return await rotateCompromised(options, console);
  if (names.length > 0) return await rotateKeysCommand(names, options, console);
  const desk = await ownerDesk(options);
  if (!desk.ok) return refuseOrder(console, desk);
  const trusted = await readTrustedFile(desk.value.home, desk.value.file);
  if (!trusted.ok) return refuseOrder(console, trusted);
  const hosts = Map.groupBy(
    trusted.value.sealed.wraps.map(({ content }) => content),
    ({ host }) => host,
  );
  // hosts take the invitation to a next epoch from the owner of their file alone; to end one takes none
  const isFilesOwner = trusted.value.sealed.header.content.owner === desk.value.person.signer.publicKey;
  if (!isFilesOwner && options["finish"] !== true)
    return refuseOrder(console, { reason: "not-the-owner", detail: desk.value.person.name });
  if (hosts.size === 0) return refuseOrder(console, { reason: "no-key", detail: "any host" });
  for (const [host, wraps] of hosts) {
    const status =
      options["finish"] === true
        ? await finishEpochs(desk.value, wraps, console)
        : await beginEpochs(desk.value, { host, wraps, sealed: trusted.value.sealed }, options, console);
    if (status !== 0) return status;
  }
  return 0;
}

/** The next epoch at each confirmer, and an invitation to make wraps with it; the host goes on with what it has meanwhile. */
async function beginEpochs(
  { home, file, person, confirmers }: OwnerDesk,
  { host, wraps, sealed }: { readonly host: string; readonly wraps: readonly Wrap[]; readonly sealed: SealedFile },
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const there = await policiesThere({ home, sealed, signer: person.signer, send }, host);
  if (!there.ok) return refuseOrder(console, there);
  const [first] = there.value;
  const unknown = there.value.find(({ isKnown }) => !isKnown);
  if (first === undefined || unknown !== undefined)
    return refuseOrder(console, { reason: "unknown-policy", detail: unknown?.key.confirmer ?? host });
  const renewed: ConfirmerKey[][] = [];
  for (const wrap of wraps) {
    const keys: ConfirmerKey[] = [];
    for (const each of wrap.confirmers) {
      const { confirmer, origin, key, kid, epoch } = each;
      const owning = { confirmer: { confirmer, origin, key }, signer: person.signer, send };
      const begun = await beginEpochThere(owning, kid, epoch + 1);
      if (!begun.ok) return refuseOrder(console, begun);
      const next = begun.value.epochs.find((made) => made.epoch === epoch + 1);
      if (next === undefined) return refuseOrder(console, { reason: "no-key", detail: kid });
      keys.push({ ...each, epoch: epoch + 1, publicKey: next.publicKey });
    }
    renewed.push(keys);
  }
  const { file: id, identity, mode } = sealed.header.content;
  const key = first.policy.hostKey;
  const invitation = { file: id, identity, mode, host, key, recipient: identity, wraps: renewed };
  const line = writeInvitation(invitation, person.signer);
  const kept = await rememberInvitation(home, invitation, line);
  if (!kept.ok) return refuseOrder(console, kept);
  if (options["here"] === true) return await acceptHere({ home, file, person, confirmers }, line, options, console);
  console.out(line);
  console.err(
    `secondlock: ${host} goes on as before\nhint: give it this line (secondlock host wrap), then secondlock host finish what it answers, deploy the file, and when it has started with it: secondlock rotate --finish\n`,
  );
  return 0;
}

/** Ends the epochs before the one that the file names: files from before open nothing any more. */
async function finishEpochs({ person }: OwnerDesk, wraps: readonly Wrap[], console: Console): Promise<ExitCode> {
  for (const { confirmer, origin, key, kid, epoch } of wraps.flatMap(({ confirmers }) => confirmers)) {
    const owning = { confirmer: { confirmer, origin, key }, signer: person.signer, send };
    const looked = await lookThere(owning);
    if (!looked.ok) return refuseOrder(console, looked);
    const there = looked.value.keys.find((each) => each.kid === kid);
    if ((there?.epochs.at(-1)?.epoch ?? epoch) > epoch)
      return refuse(
        console,
        `the file has no wrap of the next epoch yet (${kid}, ${confirmer})`,
        "its host makes one: secondlock rotate printed the line; then secondlock host wrap and finish",
        6,
      );
    const used = there?.epochs.find((each) => each.epoch === epoch)?.evaluations ?? 0;
    // making the wraps was one
    if (used < 2)
      return refuse(
        console,
        `nobody has opened the file with epoch ${epoch} yet (${kid})`,
        "deploy the file, start what uses it, and run this again",
        1,
      );
    const done = await finishEpochThere(owning, kid, epoch);
    if (!done.ok) return refuseOrder(console, done);
    console.out(`${confirmer}: ${kid} has epoch ${epoch} alone\n`);
  }
  return 0;
}

/**
 * After somebody got in: keys of before are revoked first, every value has to be another one, and the file is made anew, with another
 * identity, for hosts with new keys. Then the old keys are destroyed: no older file opens with whatever remains. The new file gets its
 * name last: ended anywhere before, the same command does all of it again.
 */
async function rotateCompromised(options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const desk = await ownerDesk(options);
  if (!desk.ok) return refuseOrder(console, desk);
  const { home, file, person } = desk.value;
  const path = options["values"];
  if (typeof path !== "string")
    return refuse(
      console,
      "the new values are missing",
      "stop every opening first: secondlock revoke --all; change each secret where it was given out; then --values FILE with the new ones",
      2,
    );
  const trusted = await readTrustedFile(home, file);
  if (!trusted.ok) return refuseOrder(console, trusted);
  const { sealed } = trusted.value;
  const read = await readValues(path, console);
  if (!read.ok) return read.status;
  const same = await refuseOldValues(
    { home, values: read.values, sealed, keep: options["keep"], drop: options["drop"] },
    console,
  );
  if (same !== 0) return same;
  // all that can be refused is refused before anything is revoked
  const asked = await newFileAsked(desk.value, options, console);
  if (typeof asked === "number") return asked;
  const { hosts } = asked;
  if (hosts.cards.length === 0 && hosts.here === undefined)
    return refuse(
      console,
      "no host is named that opens the new file",
      "--card FILE, with new keys: secondlock host card --new-keys",
      2,
    );
  const old = await hostKeysOf({ home, sealed, signer: person.signer, send });
  if (!old.ok) return refuseOrder(console, old);
  const known = hosts.cards.find(({ key }) => old.value.has(key));
  if (known !== undefined)
    return refuse(
      console,
      `the card of ${known.host} names keys of before`,
      "make new ones there: secondlock host card --new-keys",
      2,
    );
  const left = leftOut(sealed, hosts);
  const revoked = await revokeCommand([], { ...options, all: true }, console);
  if (revoked !== 0) return revoked;
  const unfinished = `${trusted.value.path}.unfinished`;
  await rm(unfinished, { force: true });
  if (hosts.here !== undefined)
    console.err("secondlock: this host gets new keys: other sealed files that it opens need it added anew\n");
  const made = await sealNew({ ...desk.value, file: unfinished }, read.values, asked, console);
  if (made !== 0) {
    await rm(unfinished, { force: true });
    console.err(`secondlock: ${file} is as it was, and opens nowhere\nhint: run this again\n`);
    return made;
  }
  const shredded = await shredCommand([], { ...options, all: true, yes: true }, console);
  if (shredded !== 0) return shredded;
  const before = `${file}.before-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}`;
  const replaced = await replaceKept(unfinished, trusted.value.path, before);
  if (!replaced.ok) return refuseOrder(console, replaced);
  console.out(
    `It is ${file} now. The one of before is ${before}: no host opens it, and its recovery pages still do.\n`,
  );
  if (left !== "")
    console.err(`secondlock: not in the new file: ${left}\nhint: secondlock host add, secondlock editor add\n`);
  return 0;
}

/** Hosts and editors of before that are not named again. */
function leftOut({ header, wraps }: SealedFile, { cards, here }: AskedHosts): string {
  const named = new Set(cards.map(({ host }) => host));
  if (here !== undefined) named.add(here.host);
  const hosts = [...new Set(wraps.map(({ content }) => content.host))].filter((host) => !named.has(host));
  const { editors, owner } = header.content;
  const others = editors.filter(({ key }) => key !== owner).map(({ name }) => name);
  return [hosts.length > 0 ? `hosts ${hosts.join(", ")}` : "", others.length > 0 ? `editors ${others.join(", ")}` : ""]
    .filter((part) => part !== "")
    .join("; ");
}
