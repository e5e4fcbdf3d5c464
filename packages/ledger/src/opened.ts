import { canonicalText, type Plain } from "./canonical.ts";
import { isRecord } from "./entry.ts";
import { commitment, type Hash, isHash } from "./hash.ts";
import { anythingTaken, writtenText } from "./written-text.ts";

/** A private value that is still there, with the salt that its commitment needs. */
export interface Opened {
  readonly salt: string;
  readonly value: Plain;
}

/** Reads what lies beside an entry; undefined: it is not what a ledger writes. */
export function parseOpened(text: string | undefined): ReadonlyMap<string, Opened> | undefined {
  if (text === undefined) return new Map();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(parsed)) return undefined;
  const values = new Map<string, Opened>();
  for (const [name, one] of Object.entries(parsed)) {
    if (!isRecord(one) || !isHash(one["salt"]) || !("value" in one)) return undefined;
    values.set(name, { salt: one["salt"], value: one["value"] as Plain });
  }
  return values;
}

/** Whether each value is the one that the entry committed to. Values may be missing, none may be too many. */
export function areCommitted(
  values: ReadonlyMap<string, Opened>,
  commitments: { readonly [name: string]: Hash } | undefined,
): boolean {
  const committed = new Map(Object.entries(commitments ?? {}));
  for (const [name, { salt, value }] of values) {
    const text = canonicalText(value, anythingTaken);
    if (!text.ok || committed.get(name) !== commitment(salt, text.text)) return false;
  }
  return true;
}

/** The text that stays when one value goes; undefined: nothing is left. */
export function without(values: ReadonlyMap<string, Opened>, name: string): string | undefined {
  const rest = [...values].filter(([one]) => one !== name);
  return rest.length === 0 ? undefined : writtenText(Object.fromEntries(rest));
}
