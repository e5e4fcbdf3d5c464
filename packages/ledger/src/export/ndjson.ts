import type { Entry } from "../read.ts";
import { writtenValue } from "./written-value.ts";

/** One line of NDJSON (application/x-ndjson), its end included: the entry, its hash, and what of it is not redacted. */
export function toNdjson(entry: Entry): string {
  return `${writtenValue({ ...entry, opened: Object.fromEntries(entry.opened) })}\n`;
}
