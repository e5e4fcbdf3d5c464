import { enrolThere, fingerprintOf, keyThere, lookThere, parseEnrolmentCode, writeConfirmer } from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import { linesFromInput } from "../ask-line.ts";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { ownerDesk, type OwnerDesk } from "../owner-desk.ts";
import { refuseOrder } from "../unordered.ts";
import { changeOwners, changePeers } from "./owner-lists.ts";

const words = ["me", "list", "enrol", "know", "add", "remove", "peers"] as const;

/** Who owns confirmers, and which ones this person knows. */
export async function ownerCommand(
  [what = "", ...rest]: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const word = words.find((each) => each === what);
  if (word === undefined) return refuse(console, `secondlock owner does no ${what}`, words.join(", "), 2);
  const desk = await ownerDesk({ file: "", ...options }, word === "enrol" || word === "me");
  if (!desk.ok) return refuseOrder(console, desk);
  switch (word) {
    case "me":
      console.out(`${desk.value.person.name} ${desk.value.person.signer.publicKey}\n`);
      return 0;
    case "list":
      return await list(desk.value, options, console);
    case "enrol":
      return await enrol(desk.value, rest, options, console);
    case "know":
      return await know(desk.value, rest, options, console);
    case "add":
    case "remove":
      return await changeOwners(desk.value, word, rest, options, console);
    case "peers":
      return await changePeers(desk.value, options, console);
  }
}

function nameOf(origin: string, options: Record<string, unknown>): string {
  const { as } = options;
  return typeof as === "string" ? as : new URL(origin).hostname.toLowerCase().replaceAll(/[^a-z0-9._-]/g, "");
}

/** The confirmer at an address, whose key has the fingerprint that came by another way. */
async function confirmerAt(url: string, fingerprint: string, options: Record<string, unknown>) {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return { ok: false, reason: "unreachable", detail: url } as const;
  const { origin } = new URL(url);
  const confirmer = nameOf(origin, options);
  const key = await keyThere({ confirmer, origin }, send);
  if (!key.ok) return key;
  return fingerprintOf(key.value) === fingerprint
    ? ({ ok: true, value: { confirmer, origin, key: key.value } } as const)
    : ({ ok: false, reason: "another-fingerprint" } as const);
}

async function enrol(
  { home, person, confirmers }: OwnerDesk,
  [url = ""]: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const interrupt = onInterrupt();
  const lines = linesFromInput(interrupt.signal);
  const code = parseEnrolmentCode((await lines.ask("Code on the confirmer's console: ")) ?? "");
  lines.close();
  interrupt.release();
  if (code === undefined)
    return refuse(console, "this is no code of a confirmer", "it prints one when it starts and nobody owns it", 2);
  const confirmer = await confirmerAt(url, code.fingerprint, options);
  if (!confirmer.ok) return refuseOrder(console, confirmer);
  const replace = options["replace"] === true;
  // before the code is used up
  const { confirmer: called, key } = confirmer.value;
  if (!replace && confirmers.some((known) => known.confirmer === called && known.key !== key))
    return refuseOrder(console, { reason: "known-otherwise", detail: called });
  const enrolled = await enrolThere({ confirmer: confirmer.value, signer: person.signer, send }, person.name, code);
  if (!enrolled.ok) return refuseOrder(console, enrolled);
  const kept = await writeConfirmer(home, confirmer.value, replace);
  if (!kept.ok) return refuseOrder(console, kept);
  console.out(`You, ${person.name}, own ${confirmer.value.confirmer} (${confirmer.value.origin}).\n`);
  return 0;
}

async function know(
  { home }: OwnerDesk,
  [url = "", fingerprint = ""]: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const confirmer = await confirmerAt(url, fingerprint, options);
  if (!confirmer.ok) return refuseOrder(console, confirmer);
  const kept = await writeConfirmer(home, confirmer.value, options["replace"] === true);
  if (!kept.ok) return refuseOrder(console, kept);
  console.out(`You know ${confirmer.value.confirmer} (${confirmer.value.origin}).\n`);
  return 0;
}

async function list(
  { confirmers, person }: OwnerDesk,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const seen = await Promise.all(
    confirmers.map(async (confirmer) => ({
      ...confirmer,
      fingerprint: fingerprintOf(confirmer.key),
      looked: await lookThere({ confirmer, signer: person.signer, send }),
    })),
  );
  if (options["json"] === true) {
    const told = seen.map(({ looked, ...confirmer }) =>
      looked.ok ? { ...confirmer, ...looked.value } : { ...confirmer, reason: looked.reason },
    );
    console.out(`${JSON.stringify(told, null, 2)}\n`);
    return 0;
  }
  for (const { confirmer, origin, fingerprint, looked } of seen) {
    console.out(`${confirmer}  ${origin}  fingerprint ${fingerprint}\n`);
    if (!looked.ok) {
      console.out(
        `  ${looked.reason === "refused" ? "you are no owner of it" : `not to be asked: ${looked.reason}`}\n`,
      );
      continue;
    }
    const { owners, keys, peers: others } = looked.value;
    console.out(`  owners  ${owners.owners.map(({ name }) => name).join(", ")}\n`);
    if (others.peers.length > 0) console.out(`  peers   ${others.peers.map((peer) => peer.origin).join(", ")}\n`);
    for (const { kid, status, opens, maximumOpens, expires } of keys)
      console.out(`  key     ${kid}  ${status}  ${opens} of ${maximumOpens} opens  until ${expires.slice(0, 10)}\n`);
  }
  if (seen.length === 0) console.out("You know no confirmer yet: secondlock owner enrol URL\n");
  return 0;
}
