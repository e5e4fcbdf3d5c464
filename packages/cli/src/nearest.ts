import { nearest as closest } from "@secondlock/service";

/** A hint that names what was probably meant. */
export function nearest(given: string, known: readonly string[]): string {
  const typo = closest(given, known);
  if (typo !== undefined) return `did you mean ${typo}? secondlock controls lists them all`;
  const parts = given
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part.length > 2);
  const scored = known
    .map((id) => ({ id, score: parts.filter((part) => id.includes(part)).length }))
    .filter(({ score }) => score > 0);
  const best = scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ id }) => id);
  return best.length === 0
    ? "secondlock controls lists them"
    : `did you mean ${best.join(", or ")}? secondlock controls lists them all`;
}
