import { accept, type Outcome, refuse } from "../outcome.ts";
import type { SealedFile } from "./sealed-file.ts";
import { sealValue } from "./value.ts";
import { isLoader } from "./variable.ts";
import { type Edit, writeFile } from "./write-file.ts";

export type EditReason =
  | "bad-name"
  | "too-long"
  | "lone-surrogate"
  | "zero-byte"
  /** The owner has not listed this variable, which decides what is loaded or run. */
  | "loader"
  /** Nothing of this name is in the file. */
  | "no-such-value";

/**
 * The file with one value added or replaced. Takes a file that was verified, and no key of a host: who edits can read nothing. The
 * version of a value is the sequence of the file in which it was set, so that no older one can come back under a number of its own.
 */
export function setValue(sealed: SealedFile, name: string, value: string, edit: Edit): Outcome<Buffer, EditReason> {
  const { header, wraps, values, last } = sealed;
  if (isLoader(name) && !header.content.loaders.includes(name)) return refuse("loader", name);
  const sealedValue = sealValue(header.content, name, last.content.sequence + 1, value);
  if (!sealedValue.ok) return sealedValue;
  const others = values.filter((each) => each.name !== name);
  return accept(writeFile({ header, wraps, values: [...others, sealedValue.value] }, [sealed], edit));
}

/** The file without a value. */
export function unsetValue(sealed: SealedFile, name: string, edit: Edit): Outcome<Buffer, EditReason> {
  const { header, wraps, values } = sealed;
  const others = values.filter((each) => each.name !== name);
  if (others.length === values.length) return refuse("no-such-value", name);
  return accept(writeFile({ header, wraps, values: others }, [sealed], edit));
}
