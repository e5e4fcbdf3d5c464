import { accept, type Outcome, refuse } from "../outcome.ts";
import { parseFile, type SealedFile } from "./sealed-file.ts";
import { sealValue, type Value, type ValueReason } from "./value.ts";
import { isLoader } from "./variable.ts";
import { type Edit, writeFile } from "./write-file.ts";

export type EditReason =
  | ValueReason
  /** The owner has not listed this variable, which decides what is loaded or run. */
  | "loader"
  /** The file would have more lines or bytes than one may have. */
  | "file-full"
  /** Nothing of this name is in the file. */
  | "no-such-value";

/** The file with one value added or replaced. */
export function setValue(sealed: SealedFile, name: string, value: string, edit: Edit): Outcome<Buffer, EditReason> {
  return setValues(sealed, new Map([[name, value]]), edit);
}

/**
 * The file with values added or replaced, in one edit. Takes a file that was verified, and no key of a host: who edits can read
 * nothing. The version of a value is the sequence of the file in which it was set, so that no older one can come back under a number
 * of its own.
 */
export function setValues(
  sealed: SealedFile,
  wanted: ReadonlyMap<string, string>,
  edit: Edit,
): Outcome<Buffer, EditReason> {
  const { header, wraps, last } = sealed;
  const values = new Map<string, Value>(sealed.values.map((value) => [value.name, value]));
  for (const [name, value] of wanted) {
    if (isLoader(name) && !header.content.loaders.includes(name)) return refuse("loader", name);
    const sealedValue = sealValue(header.content, name, last.content.sequence + 1, value, edit.at);
    if (!sealedValue.ok) return sealedValue;
    values.set(name, sealedValue.value);
  }
  const bytes = writeFile({ header, wraps, values: [...values.values()] }, [sealed], edit);
  // what was made here has to be read again
  return parseFile(bytes).ok ? accept(bytes) : refuse("file-full");
}

/** The file without a value. */
export function unsetValue(sealed: SealedFile, name: string, edit: Edit): Outcome<Buffer, EditReason> {
  const { header, wraps, values } = sealed;
  const others = values.filter((each) => each.name !== name);
  if (others.length === values.length) return refuse("no-such-value", name);
  return accept(writeFile({ header, wraps, values: others }, [sealed], edit));
}
