import { broken, holds, type Inside } from "@secondlock/model";

/** Broken when there is anything to name, with the first few names. */
export function brokenBy(names: readonly string[], bad: string, good: string): Inside {
  if (names.length === 0) return holds(good);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return broken(`${bad}: ${names.slice(0, 5).join(", ").slice(0, 400)}${more}`);
}
