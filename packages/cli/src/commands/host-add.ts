import type { Identity } from "@secondlock/age";
import {
  acceptInvitation,
  cardFingerprint,
  type HostDesk,
  inviteHost,
  makeCard,
  newPolicy,
  pinOf,
  readCard,
  readTrustedFile,
  rememberInvitation,
  takesAnothersPlace,
  takeWraps,
  writeInvitation,
  writePin,
} from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { OwnerDesk } from "../owner-desk.ts";
import { sumText } from "../policy-text.ts";
import { refuseOrder } from "../unordered.ts";
import { type AskedHosts, hereOf } from "./hosts-asked.ts";

/**
 * Makes keys at the confirmers and invites the hosts; one that is this computer makes its wraps at once. `replace`: another host may
 * have the name of one that is in the file.
 */
export async function addHostsOf(
  desk: OwnerDesk,
  { cards: invited, here, confirmers, terms }: AskedHosts,
  { identity, replace = false }: { readonly identity?: Identity; readonly replace?: boolean },
  console: Console,
): Promise<ExitCode> {
  const { home, file, person } = desk;
  const own = here === undefined ? undefined : await cardHere(here);
  if (own?.ok === false) return refuseOrder(console, own);
  for (const card of own === undefined ? invited : [...invited, own.value]) {
    const trusted = await readTrustedFile(home, file);
    if (!trusted.ok) return refuseOrder(console, trusted);
    const { content } = trusted.value.sealed.header;
    if (content.owner !== person.signer.publicKey)
      return refuseOrder(console, { reason: "not-the-owner", detail: person.name });
    if (identity === undefined && trusted.value.sealed.wraps.length === 0)
      return refuse(
        console,
        `no host opens ${file}, so none can let another one in`,
        "move it away, and seal the .env again with --here or --card; or break glass first",
        2,
      );
    if (here?.host !== card.host) console.err(`secondlock: ${fingerprintText(card)}\n`);
    if (!replace && (await takesAnothersPlace(home, trusted.value.sealed, card)))
      return refuse(
        console,
        `${card.host} is in ${file} already, and nobody knows here that this is its key`,
        "compare the fingerprints; if it has new keys, or is another machine: --replace",
        2,
      );
    const now = new Date();
    if (content.mode === "any-of" && confirmers.length > 1)
      console.err(`secondlock: ${card.host}: ${sumText(newPolicy(card.key, terms, now), confirmers.length)}\n`);
    const invitation = await inviteHost(content, card, { confirmers, terms, owner: person.signer, send, now });
    if (!invitation.ok) return refuseOrder(console, invitation);
    const line = writeInvitation(invitation.value, person.signer, identity);
    const kept = await rememberInvitation(home, invitation.value, writeInvitation(invitation.value, person.signer));
    if (!kept.ok) return refuseOrder(console, kept);
    if (here?.host !== card.host) {
      console.out(line);
      const first =
        identity === undefined ? "secondlock host hand-over on a host that opens the file already, then " : "";
      console.err(
        `secondlock: ${card.host} is invited\nhint: take this line through ${first}secondlock host wrap on ${card.host}, and its answer to secondlock host finish here\n`,
      );
      continue;
    }
    const desked = {
      ...here,
      ...patience(console),
      send,
      owner: person.signer.publicKey,
      ...(identity === undefined ? { file } : {}),
    };
    const wraps = await acceptInvitation(desked, line);
    if (!wraps.ok) return refuseOrder(console, wraps);
    const done = await finishedHere(desk, here, wraps.value, console);
    if (done !== 0) return done;
  }
  return 0;
}

async function cardHere(here: NonNullable<AskedHosts["here"]>) {
  const made = await makeCard(here, here.newKeys);
  return made.ok ? readCard(made.value) : made;
}

/** What the owner and whoever sits before the host compare. */
export function fingerprintText(card: Parameters<typeof cardFingerprint>[0]): string {
  return `the card of ${card.host} has the fingerprint ${cardFingerprint(card)}: it is the same on the host and here`;
}

/** A host that is the owner's own computer is told whose the file is by the owner himself. */
async function finishedHere(
  desk: OwnerDesk,
  { keys }: { readonly keys: string },
  line: string,
  console: Console,
): Promise<ExitCode> {
  const done = await finished(desk, line, console);
  if (done !== 0) return done;
  const trusted = await readTrustedFile(desk.home, desk.file);
  if (!trusted.ok) return refuseOrder(console, trusted);
  const pinned = await writePin(keys, pinOf(trusted.value.sealed));
  return pinned.ok ? 0 : refuseOrder(console, pinned);
}

/** How a host waits for people who have to agree, and tells them. */
export function patience({ err }: Console): Pick<HostDesk, "wait" | "waits"> {
  return {
    wait: 300_000,
    waits: ({ confirmer, handle }) =>
      err(
        `secondlock: ${confirmer} waits for approval: ${handle}\nhint: an approver runs secondlock approve ${handle}\n`,
      ),
  };
}

/** This computer is the host that is invited, and opens the file already: it answers at once. */
export async function acceptHere(
  desk: OwnerDesk,
  line: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const wraps = await acceptInvitation({ ...hereOf(options), ...patience(console), send, file: desk.file }, line);
  return wraps.ok ? await finishedHere(desk, hereOf(options), wraps.value, console) : refuseOrder(console, wraps);
}

/** Puts what a host answered into the file. */
export async function finished({ home, file, person }: OwnerDesk, line: string, console: Console): Promise<ExitCode> {
  const taken = await takeWraps({ home, file, person, at: new Date() }, line);
  if (!taken.ok) return refuseOrder(console, taken);
  console.out(`${taken.value.host} opens ${file} from now on.\n`);
  return 0;
}
