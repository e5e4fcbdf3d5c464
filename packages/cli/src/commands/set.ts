import { editAsPerson, personFolder, setValue, unsetValue } from "@secondlock/vault/file";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { secretInput } from "../secret-input.ts";
import { refuseEdit } from "../unedited.ts";

/** Sets one value of a sealed file. */
export async function setCommand(name: string, options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const { home, file } = deskOf(options);
  // all that can be refused is refused before anybody types a secret
  const tried = await editAsPerson({ home, file, at: new Date(), dryRun: true }, (sealed, edit) =>
    setValue(sealed, name, "", edit),
  );
  if (!tried.ok) return refuseEdit(console, tried);
  const interrupt = onInterrupt();
  const secret = await secretInput(name, interrupt.signal);
  interrupt.release();
  if (interrupt.signal.aborted) return 130;
  if ("because" in secret) return refuse(console, secret.because, secret.hint, 2);
  // what feeds a pipe may have failed
  if (secret.value === "" && options["empty"] !== true)
    return refuse(
      console,
      `the value of ${name} would be empty`,
      "--empty, if that is meant; secondlock unset takes it out",
      2,
    );
  const values = new Map([[name, secret.value]]);
  const done = await editAsPerson({ home, file, at: new Date(), values }, (sealed, edit) =>
    setValue(sealed, name, secret.value, edit),
  );
  if (!done.ok) return refuseEdit(console, done);
  console.out(`${name} is set in ${file}. It opens with the next start of what uses it.\n`);
  return 0;
}

/** Takes one value out of a sealed file. */
export async function unsetCommand(
  name: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const { home, file } = deskOf(options);
  const done = await editAsPerson({ home, file, at: new Date() }, (sealed, edit) => unsetValue(sealed, name, edit));
  if (!done.ok) return refuseEdit(console, done);
  console.out(
    `${name} is not in ${file} any more. Files from before still hold it: end the secret itself where it was given out.\n`,
  );
  return 0;
}

/** Where a person works, and on which file. */
export function deskOf(options: Record<string, unknown>): { readonly home: string; readonly file: string } {
  const { home } = options;
  return { home: typeof home === "string" ? home : personFolder(process.env), file: String(options["file"]) };
}
