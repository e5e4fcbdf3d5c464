import { canonicalText, type Limits, type Plain } from "./canonical.ts";

/** Objects and arrays inside each other, at most, in the data or the private values of one event. */
export const deepest = 1_000;

/** For what is in a log already: of any size, and with room for what is put around a value, as its name, salt and entry. */
export const anythingTaken: Limits = { bytes: Number.MAX_SAFE_INTEGER, depth: deepest + 8 };

/** The RFC 8785 text of a value out of a log, where everything is JSON already. Throws a TypeError on anything else. */
export function writtenText(value: object | Plain): string {
  const text = canonicalText(value, anythingTaken);
  if (!text.ok) throw new TypeError(`this is not out of a ledger: ${text.reason} at ${text.at}`);
  return text.text;
}
