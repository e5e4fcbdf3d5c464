/**
 * The part of an output that a verdict speaks of: the lines that share a word with its reason, otherwise the start.
 * Pure, so that evidence is short and still the host's own words.
 */
export function excerpt(output: string, because: string, limit: number): string {
  if (output.length <= limit) return output.trimEnd();
  const words = new Set(because.toLowerCase().match(/[a-z0-9_./:-]{4,}/g) ?? []);
  const telling = output
    .split("\n")
    .filter((line) => (line.toLowerCase().match(/[a-z0-9_./:-]{4,}/g) ?? []).some((word) => words.has(word)));
  const text = telling.length > 0 ? telling.join("\n") : output;
  return text.length <= limit ? text : `${text.slice(0, limit - 4)} ...`;
}
