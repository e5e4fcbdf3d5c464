import { known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

/** What a script printed as `TAG value` lines, by tag, in order. */
export type Tagged = ReadonlyMap<string, readonly string[]>;

/**
 * Reads `TAG value` lines. The last one must be `end`: a script that stops half way has told nothing,
 * and its silence must not read as "there is none".
 */
export function taggedLines(raw: RawOutputs, key: string): Reading<Tagged> {
  const text = textOf(raw, key);
  if (!text.known) return text;
  const all = lines(text.value);
  if (all.at(-1) !== "end") return unreadable("the output stops before its end");
  const byTag = new Map<string, string[]>();
  for (const line of all.slice(0, -1)) {
    const space = line.indexOf(" ");
    const tag = space === -1 ? line : line.slice(0, space);
    const values = byTag.get(tag) ?? [];
    values.push(space === -1 ? "" : line.slice(space + 1));
    byTag.set(tag, values);
  }
  return known(byTag);
}

/** The last value of a tag. */
export function lastOf(tagged: Tagged, tag: string): string | undefined {
  return tagged.get(tag)?.at(-1);
}

/** All values of a tag. */
export function allOf(tagged: Tagged, tag: string): readonly string[] {
  return tagged.get(tag) ?? [];
}

/** The value as a whole number of at least 0. */
export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
