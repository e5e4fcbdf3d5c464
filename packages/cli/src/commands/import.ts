import { sanitiseLine } from "@secondlock/engine/sanitise";
import { changedNames, editAsPerson, type EditReason, readImport, setValues } from "@secondlock/vault/file";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { givenFile } from "../given-file.ts";
import { refuseEdit } from "../unedited.ts";
import { noted, refuseImport } from "../unread-values.ts";
import { deskOf } from "./set.ts";

const longest = 1_048_576;

/** Puts the values of other files into a sealed file, in one edit. */
export async function importCommand(
  files: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const values = new Map<string, string>();
  for (const path of files) {
    const given = await givenFile(path, longest);
    if (!given.ok) return refuse(console, given.because, "name a file, or - for standard input", 2);
    const read = await readImport(path, given.bytes);
    if (!read.ok) return refuseImport(console, path, read);
    for (const note of read.value.notes) console.err(`${sanitiseLine(path, 200)}:${noted(note)}\n`);
    for (const [name, value] of read.value.values) values.set(name, value);
  }
  const { home, file } = deskOf(options);
  const dryRun = options["dryRun"] === true;
  let told = "";
  const done = await editAsPerson<EditReason | "nothing-new">(
    { home, file, at: new Date(), values, dryRun },
    (sealed, edit, cache) => {
      const { added, changed, unknown } = changedNames(cache, values, sealed);
      const replaced = [...changed, ...unknown].toSorted();
      const names = [...added, ...replaced];
      told = listed("added", added) + listed("replaced", replaced);
      if (names.length === 0) return { ok: false, reason: "nothing-new" };
      return setValues(sealed, new Map(names.map((name) => [name, values.get(name) ?? ""])), edit);
    },
  );
  if (!done.ok) {
    const { reason } = done;
    if (reason !== "nothing-new") return refuseEdit(console, { ...done, reason });
    console.out(`${file} has all of it already.\n`);
    return 0;
  }
  console.out(
    `${told}${
      dryRun
        ? `${file} is as it was.\n`
        : `What you imported from still holds them in the open: take it away, from old commits too.\n`
    }`,
  );
  return 0;
}

function listed(what: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `${what}: ${names.join(", ")}\n`;
}
