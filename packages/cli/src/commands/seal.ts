import { rm } from "node:fs/promises";
import { parseRecipient } from "@secondlock/age";
import { sanitiseLine } from "@secondlock/engine/sanitise";
import {
  changedNames,
  editAsPerson,
  type EditReason,
  putRecovery,
  readDotenv,
  readSealedFile,
  sealNewFile,
  setValues,
} from "@secondlock/vault";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { givenFile } from "../given-file.ts";
import { type OwnerDesk, ownerDesk } from "../owner-desk.ts";
import { refuseOrder } from "../unordered.ts";
import { noted, refuseImport } from "../unread-values.ts";
import { addHostsOf } from "./host-add.ts";
import { type AskedHosts, hostsAsked } from "./hosts-asked.ts";

const longest = 1_048_576;

/** What an environment file sets, or how the command ends. */
export async function readValues(
  path: string,
  console: Console,
): Promise<
  | { readonly ok: true; readonly values: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly status: ExitCode }
> {
  const ended = (status: ExitCode) => ({ ok: false, status }) as const;
  const given = await givenFile(path, longest);
  if (!given.ok)
    return ended(refuse(console, given.because, "name the file with your secrets, or - for standard input", 2));
  const read = readDotenv(given.bytes);
  if (!read.ok) return ended(refuseImport(console, path, read));
  const { values, notes } = read.value;
  if (values.size === 0) return ended(refuse(console, `${path} has no values`, "one NAME=value on each line", 2));
  for (const note of notes) console.err(`${sanitiseLine(path, 200)}:${noted(note)}\n`);
  return { ok: true, values };
}

/** Seals an environment file; one that is sealed already gets what changed. */
export async function sealCommand(path: string, options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const read = await readValues(path, console);
  if (!read.ok) return read.status;
  const { values } = read;
  const file = typeof options["file"] === "string" ? options["file"] : `${path === "-" ? ".env" : path}.sealed`;
  const desk = await ownerDesk({ ...options, file }, true);
  if (!desk.ok) return refuseOrder(console, desk);
  const there = await readSealedFile(file);
  if (!there.ok && there.reason === "no-file") {
    const asked = await newFileAsked(desk.value, options, console);
    return typeof asked === "number" ? asked : await sealNew(desk.value, values, asked, console);
  }
  const isShut = there.ok && there.value.sealed.wraps.length === 0;
  return await sealAgain(desk.value, { values, isShut }, options, console);
}

/** What is decided when a file is made. */
export interface NewFile {
  readonly recovery: readonly string[];
  readonly hosts: AskedHosts;
  readonly mode: "all-of" | "any-of";
  readonly loaders: readonly string[];
}

/** Reads all that can be wrong before anything is made; a number where it is, and was said. */
export async function newFileAsked(
  desk: OwnerDesk,
  options: Record<string, unknown>,
  console: Console,
): Promise<NewFile | ExitCode> {
  const recovery = recoveryOf(options, console);
  if (typeof recovery === "number") return recovery;
  const hosts = await hostsAsked(desk, options);
  if (!hosts.ok) return "what" in hosts ? refuse(console, hosts.what, hosts.hint, 2) : refuseOrder(console, hosts);
  const mode = options["anyConfirmer"] === true ? "any-of" : "all-of";
  const loaders = Array.isArray(options["loader"]) ? options["loader"].map(String) : [];
  return { recovery, hosts: hosts.value, mode, loaders };
}

/** Makes a file that was not there, for the hosts that are asked for. */
export async function sealNew(
  desk: OwnerDesk,
  values: ReadonlyMap<string, string>,
  { recovery, hosts, mode, loaders }: NewFile,
  console: Console,
): Promise<ExitCode> {
  const { home, file, person } = desk;
  const at = new Date();
  const sealed = await sealNewFile({ person, home, path: file, values, recovery, mode, loaders, at });
  if (!sealed.ok) return refuseOrder(console, sealed);
  console.out(`${file} has ${values.size} ${values.size === 1 ? "value" : "values"}, sealed by ${person.name}.\n`);
  const added = await addHostsOf(desk, hosts, { identity: sealed.value.identity }, console);
  if (added !== 0) {
    // what opens it for hosts is forgotten with this command
    await rm(file, { force: true });
    console.err(`secondlock: ${file} was not kept, as no host could be let in\n`);
    return added;
  }
  console.out(
    hosts.cards.length === 0 && hosts.here === undefined
      ? "No host opens it, only whoever has the recovery key. For hosts: move it away, and seal again with --here or --card.\n"
      : "The file that you sealed is still there in the open: take it away, from old commits too.\n",
  );
  return 0;
}

/** Who opens the file when all else fails; a number where that cannot be done, and was said. */
function recoveryOf(options: Record<string, unknown>, console: Console): readonly string[] | ExitCode {
  const recovery = Array.isArray(options["recovery"]) ? options["recovery"].map(String) : [];
  const wrong = recovery.find((each) => !parseRecipient(each).ok);
  if (wrong !== undefined)
    return refuse(console, `${wrong} is no recipient`, "a letter is wrong; secondlock recovery split told it", 2);
  if (recovery.length > 0 || options["recovery"] === false) return recovery;
  return refuse(
    console,
    "nobody could open it when all else fails",
    "secondlock recovery split prints pages for people to keep, and a recipient: --recovery age1...; without: --no-recovery",
    2,
  );
}

/** What is decided when a file is made, and what changes it afterwards. */
const decided: Readonly<Record<string, string>> = {
  here: "secondlock host add --here",
  card: "secondlock host add CARD",
  as: "secondlock host add",
  anyConfirmer: "seal it anew under another name",
  confirmer: "secondlock host add, for each host",
  loader: "secondlock editor allow NAME",
  source: "secondlock policy HOST",
  window: "secondlock policy HOST",
  rate: "secondlock policy HOST",
  opens: "secondlock policy HOST",
  expires: "secondlock policy HOST",
  approver: "secondlock policy HOST",
  approvals: "secondlock policy HOST",
  purpose: "secondlock policy HOST",
  proxy: "secondlock policy HOST",
  lease: "secondlock policy HOST",
};

/** Only what a private cache knows to have changed, and what is new: what nobody here has seen is not set again without a word. */
async function sealAgain(
  { home, file }: OwnerDesk,
  { values, isShut }: { readonly values: ReadonlyMap<string, string>; readonly isShut: boolean },
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const idle = Object.keys(decided).find((name) => options[name] !== undefined);
  if (idle !== undefined) {
    const flag = `--${idle.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const hint = isShut ? `no host opens ${file}: move it away, and seal again` : decided[idle];
    return refuse(console, `${file} is sealed already, and ${flag} changes nothing of it`, hint ?? "", 2);
  }
  const all = options["all"] === true;
  const recovery = options["recovery"] === undefined ? undefined : recoveryOf(options, console);
  if (typeof recovery === "number") return recovery;
  let told = "";
  const done = await editAsPerson<EditReason | "nothing-new" | "unknown-values" | "recovery-of-all" | "not-the-owner">(
    { home, file, at: new Date(), values, dryRun: options["dryRun"] === true },
    (sealed, edit, cache) => {
      const { added, changed, unknown, gone } = changedNames(cache, values, sealed);
      const wanted = [...added, ...changed, ...(all ? unknown : [])];
      told = [
        added.length > 0 ? `new: ${added.join(", ")}\n` : "",
        changed.length > 0 ? `changed: ${changed.join(", ")}\n` : "",
        gone.length > 0 ? `in the sealed file only, and left there: ${gone.join(", ")}\n` : "",
      ].join("");
      if (recovery !== undefined) {
        if (sealed.header.content.owner !== edit.signer.publicKey)
          return { ok: false, reason: "not-the-owner", detail: edit.by };
        if (!all || gone.length > 0) return { ok: false, reason: "recovery-of-all" };
        return putRecovery(sealed, recovery, values, edit);
      }
      if (unknown.length > 0 && !all) return { ok: false, reason: "unknown-values", detail: unknown.join(", ") };
      if (wanted.length === 0) return { ok: false, reason: "nothing-new" };
      return setValues(sealed, new Map(wanted.map((name) => [name, values.get(name) ?? ""])), edit);
    },
  );
  if (done.ok) {
    console.out(`${told}${options["dryRun"] === true ? `${file} is as it was.\n` : `${file} is sealed anew.\n`}`);
    return 0;
  }
  if (done.reason === "nothing-new") {
    console.out(`${told}${file} has all of it already.\n`);
    return 0;
  }
  if (done.reason === "recovery-of-all")
    return refuse(
      console,
      "other recovery pages open only what is sealed for them",
      "give every value of the file, with --all; older files still open with the older pages",
      2,
    );
  if (done.reason === "unknown-values")
    return refuse(
      console,
      `nobody knows here whether these changed: ${done.detail ?? ""}`,
      "--all sets every value anew; nothing is opened to look",
      2,
    );
  return refuseOrder(console, done);
}
