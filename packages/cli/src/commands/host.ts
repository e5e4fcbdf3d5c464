import {
  acceptInvitation,
  editAsPerson,
  type HostDesk,
  makeCard,
  type NamedKey,
  namedKeys,
  passOn,
  putWraps,
  readCard,
} from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { givenFile } from "../given-file.ts";
import { type OwnerDesk, ownerDesk } from "../owner-desk.ts";
import { refuseOrder } from "../unordered.ts";
import { addHostsOf, fingerprintText, finished, patience } from "./host-add.ts";
import { hereOf, hostsAsked } from "./hosts-asked.ts";
import { revokeKeys } from "./revoke.ts";

const words = ["card", "add", "hand-over", "wrap", "finish", "remove"] as const;
const longest = 131_072;

/** Lets hosts in, and takes them out. */
export async function hostCommand(
  [what = "", name = ""]: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const word = words.find((each) => each === what);
  switch (word) {
    case undefined:
      return refuse(console, `secondlock host does no ${what}`, words.join(", "), 2);
    case "card":
      return await card(options, console);
    case "wrap":
      return await answered(acceptInvitation, name, options, console);
    case "hand-over":
      return await answered(passOn, name, options, console);
    case "add":
    case "finish":
    case "remove":
      return await asOwner(word, name, options, console);
  }
}

async function card(options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const made = await makeCard(hereOf(options), options["newKeys"] === true);
  const read = made.ok ? readCard(made.value) : made;
  // the line goes by a way that somebody may stand in; this is read out
  if (read.ok) console.err(`secondlock: ${fingerprintText(read.value)}\n`);
  return tell(made, console);
}

/** On a host: takes an invitation from a file or standard input, and prints what becomes of it. */
async function answered(
  answer: typeof acceptInvitation,
  name: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const given = await givenFile(name === "" ? "-" : name, longest);
  if (!given.ok) return refuse(console, given.because, "give the line that the owner got", 2);
  const { owner } = options;
  const desk: HostDesk = {
    ...{ ...hereOf(options), ...patience(console), send, file: String(options["file"]) },
    ...(typeof owner === "string" ? { owner } : {}),
  };
  return tell(await answer(desk, String(given.bytes)), console);
}

function tell(
  outcome:
    | { readonly ok: true; readonly value: string }
    | { readonly ok: false; readonly reason: string; readonly detail?: string },
  console: Console,
): ExitCode {
  if (!outcome.ok) return refuseOrder(console, outcome);
  console.out(outcome.value);
  return 0;
}

async function asOwner(
  word: "add" | "finish" | "remove",
  name: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const desk = await ownerDesk(options);
  if (!desk.ok) return refuseOrder(console, desk);
  if (word === "add") {
    const asked = await hostsAsked(desk.value, name === "" ? options : { ...options, card: [name] });
    if (!asked.ok) return "what" in asked ? refuse(console, asked.what, asked.hint, 2) : refuseOrder(console, asked);
    if (asked.value.cards.length === 0 && asked.value.here === undefined)
      return refuse(console, "no host is named", "secondlock host add CARD, or --here", 2);
    return await addHostsOf(desk.value, asked.value, { replace: options["replace"] === true }, console);
  }
  if (word === "finish") {
    const given = await givenFile(name === "" ? "-" : name, longest);
    if (!given.ok) return refuse(console, given.because, "give the line that the host printed", 2);
    return await finished(desk.value, String(given.bytes), console);
  }
  return await removed(desk.value, name, options["keepKeys"] === true, console);
}

/** Takes a host out of the file; first of all its keys are revoked, for older files name them as well. */
async function removed(desk: OwnerDesk, name: string, keepKeys: boolean, console: Console): Promise<ExitCode> {
  const { home, file, person } = desk;
  let keys: readonly NamedKey[] = [];
  const takeOut = (dryRun: boolean) =>
    editAsPerson<"not-the-owner" | "no-key">({ home, file, at: new Date(), dryRun }, (sealed, edit) => {
      if (sealed.header.content.owner !== person.signer.publicKey)
        return { ok: false, reason: "not-the-owner", detail: edit.by };
      keys = namedKeys(sealed).filter(({ host }) => host === name);
      if (keys.length === 0) return { ok: false, reason: "no-key", detail: name };
      return { ok: true, value: putWraps(sealed, name, [], edit) };
    });
  const tried = await takeOut(true);
  if (!tried.ok) return refuseOrder(console, tried);
  const missed = keepKeys ? [] : await revokeKeys(desk, keys, console);
  if (missed.length > 0)
    return refuse(
      console,
      `${file} is as it was: ${name}'s keys are not revoked at ${missed.join(", ")}`,
      "run it again when that answers; --keep-keys takes the host out of this file alone",
      1,
    );
  const edited = await takeOut(false);
  if (!edited.ok) return refuseOrder(console, edited);
  console.out(`${name} is not in ${file} any more.\n`);
  if (keepKeys) console.out(`Older files still let it in: secondlock revoke ${name} --file OLDER\n`);
  return 0;
}
