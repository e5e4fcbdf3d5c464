import type { Entry } from "../read.ts";
import { writtenText } from "../written-text.ts";

/**
 * One line of NDJSON (application/x-ndjson), its end included: the entry, its hash, and what of it is not redacted.
 * What some readers take for the end of a line, and what a terminal obeys, is escaped: JSON has it inside of strings only.
 */
export function toNdjson(entry: Entry): string {
  const text = writtenText({ ...entry, opened: Object.fromEntries(entry.opened) });
  return `${text.replaceAll(/[\u007f-\u009f\u2028\u2029]/g, escaped)}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
