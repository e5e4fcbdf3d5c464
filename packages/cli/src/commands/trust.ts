import { mkdir } from "node:fs/promises";
import { askTrust, createPerson, readPerson, type TrustAsked, writePin } from "@secondlock/vault/file";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { endUnchanged, sayYes } from "../say-yes.ts";
import { refuseEdit } from "../unedited.ts";
import { deskOf } from "./set.ts";

/** Pins the owner of a sealed file, for a person or for a host. */
export async function trustCommand(
  file: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const { keys, owner, name } = options;
  const folder = typeof keys === "string" ? keys : deskOf({ ...options, file }).home;
  const asked = await askTrust(folder, file);
  if (!asked.ok) {
    const { reason, detail = "" } = asked;
    if (reason !== "other-owner") return refuseEdit(console, { ...asked, reason });
    const hint = `look at the file's history first; when the owner really is another one, take its pin out of ${folder}`;
    return refuse(console, `you trust another owner for this file: ${detail}`, hint, 2);
  }
  console.out(`${sheet(file, asked.value)}\n`);
  const { pin, state } = asked.value;
  if (state !== "new" && state !== "known" && options["older"] !== true) return refuseEdit(console, { reason: state });
  if (typeof owner === "string" && owner !== pin.owner)
    return refuse(console, `the owner's key is not ${owner}`, "ask the owner for it once more", 2);
  if (owner === undefined && !(await agreed(asked.value))) return endUnchanged(console);
  if (typeof keys !== "string") {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const person = await whoIsHere(folder, name);
    if (!person.ok && person.reason !== "no-person") return refuseEdit(console, person);
    if (person.ok) console.out(`You are ${person.value.name}, with the public key ${person.value.signer.publicKey}\n`);
  }
  const written = await writePin(folder, pin);
  if (!written.ok) return refuseEdit(console, written);
  console.out(`${file} is trusted as its owner's from sequence ${pin.sequence} on.\n`);
  if (options["older"] === true)
    console.err(
      "secondlock: confirmers remember the newest file as well\nhint: for a host that has opened that one, the owner sends its policy anew: secondlock policy HOST, with any option of it\n",
    );
  return 0;
}

function agreed({ ownersOthers }: TrustAsked): Promise<boolean> {
  const interrupt = onInterrupt();
  const known =
    ownersOthers === 0 ? "You trust nobody with this key so far." : `You trust this owner for ${ownersOthers} more.`;
  return sayYes(
    `${known} Compare the owner's key with what the owner tells you by another way than this repository. Is it the same?`,
    interrupt.signal,
  ).finally(() => interrupt.release());
}

/** A person who has no key yet gets one with a name: an owner needs it to make an editor of him. */
async function whoIsHere(folder: string, name: unknown): ReturnType<typeof readPerson> {
  const found = await readPerson(folder);
  if (found.ok || found.reason !== "no-person" || typeof name !== "string") return found;
  return await createPerson(folder, name);
}

function sheet(file: string, { sealed, state }: TrustAsked): string {
  const { owner, editors, file: id } = sealed.header.content;
  const { sequence, by, at } = sealed.last.content;
  const names = editors.map(({ name }) => name).join(", ") || "nobody";
  return [
    file,
    `  file     ${id}${state === "new" ? "" : " (trusted before)"}`,
    `  owner    ${owner}`,
    `  editors  ${names}`,
    `  last     sequence ${sequence}, ${at} by ${by}`,
  ].join("\n");
}
