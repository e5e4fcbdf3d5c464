import { canonicalText, type Plain } from "../canonical.ts";

/** Canonical JSON of a value out of a ledger, where everything is JSON already. */
export function writtenValue(value: object | Plain): string {
  const text = canonicalText(value, { bytes: Number.MAX_SAFE_INTEGER, depth: 1_000 });
  if (!text.ok) throw new TypeError(`this is no entry of a ledger: ${text.reason} at ${text.at}`);
  return text.text;
}
