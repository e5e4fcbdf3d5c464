import { hostname } from "node:os";
import { readFile } from "node:fs/promises";
import type { Identity } from "@secondlock/age";
import {
  acceptInvitation,
  type HostCard,
  type HostDesk,
  inviteHost,
  type KnownConfirmer,
  makeCard,
  pinOf,
  type PolicyWish,
  readCard,
  readTrustedFile,
  rememberInvitation,
  takeWraps,
  writeInvitation,
  writePin,
} from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import type { Console } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { chosenConfirmers, type OwnerDesk } from "../owner-desk.ts";
import { refuseOrder } from "../unordered.ts";
import { readPolicyOptions } from "./policy-options.ts";

/** Hosts that are to be let in. */
export interface AskedHosts {
  readonly cards: readonly HostCard[];
  /** The host is this computer: its folder of keys, and its name. */
  readonly here: { readonly keys: string; readonly host: string } | undefined;
  readonly confirmers: readonly KnownConfirmer[];
  readonly wish: PolicyWish;
}

type Asked =
  | { readonly ok: true; readonly value: AskedHosts }
  | { readonly ok: false; readonly what: string; readonly hint: string }
  | { readonly ok: false; readonly reason: string; readonly detail?: string };

/** What the options say: cards of hosts, or this one, and under which policy. All is read before anything is made. */
export async function hostsAsked({ confirmers }: OwnerDesk, options: Record<string, unknown>): Promise<Asked> {
  const here = options["here"] === true ? hereOf(options) : undefined;
  const paths = Array.isArray(options["card"]) ? options["card"].map(String) : [];
  const cards: HostCard[] = [];
  for (const path of paths) {
    const line = await readFile(path, "utf8").catch(() => undefined);
    if (line === undefined)
      return { ok: false, what: `${path} cannot be read`, hint: "secondlock host card > FILE on the host" };
    const card = readCard(line);
    if (!card.ok) return card;
    cards.push(card.value);
  }
  if (here !== undefined) {
    const made = await makeCard(here);
    if (!made.ok) return made;
    const card = readCard(made.value);
    if (!card.ok) return card;
    cards.push(card.value);
  }
  const policy = readPolicyOptions(options);
  if (!policy.ok) return policy;
  const wish: PolicyWish = { sources: here === undefined ? [] : ["127.0.0.1/32", "::1/128"], ...policy.wish };
  if (cards.length === 0) return { ok: true, value: { cards, here, confirmers: [], wish } };
  if (wish.sources.length === 0)
    return {
      ok: false,
      what: "nobody said from where the host opens it",
      hint: "--source 203.0.113.7/32: its address as the confirmer sees it",
    };
  const chosen = chosenConfirmers(confirmers, options["confirmer"]);
  return chosen.ok ? { ok: true, value: { cards, here, confirmers: chosen.value, wish } } : chosen;
}

export function hereOf(options: Record<string, unknown>): { readonly keys: string; readonly host: string } {
  const { as } = options;
  return { keys: String(options["keys"]), host: typeof as === "string" ? as : hostname().toLowerCase() };
}

/** Makes keys at the confirmers and invites the hosts; one that is this computer makes its wraps at once. */
export async function addHostsOf(
  desk: OwnerDesk,
  { cards, here, confirmers, wish }: AskedHosts,
  identity: Identity | undefined,
  console: Console,
): Promise<ExitCode> {
  const { home, file, person } = desk;
  for (const card of cards) {
    const trusted = await readTrustedFile(home, file);
    if (!trusted.ok) return refuseOrder(console, trusted);
    const { content } = trusted.value.sealed.header;
    if (content.owner !== person.signer.publicKey)
      return refuseOrder(console, { reason: "not-the-owner", detail: person.name });
    const now = new Date();
    const invitation = await inviteHost(content, card, { confirmers, wish, owner: person.signer, send, now });
    if (!invitation.ok) return refuseOrder(console, invitation);
    const line = writeInvitation(invitation.value, person.signer, identity);
    const kept = await rememberInvitation(home, invitation.value, writeInvitation(invitation.value, person.signer));
    if (!kept.ok) return refuseOrder(console, kept);
    if (here?.host !== card.host) {
      console.out(line);
      console.err(
        `secondlock: ${card.host} is invited: give it this line, and secondlock host finish what it answers\n`,
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
