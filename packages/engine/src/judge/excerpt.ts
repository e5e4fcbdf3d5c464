const word = /[a-z0-9_./:-]{4,}/g;

/**
 * The part of an output that a verdict speaks of: the lines that share a word with its reason, otherwise the start.
 * Pure, so that evidence is short and still the host's own words.
 */
export function excerpt(output: string, because: string, limit: number): string {
  if (output.length <= limit) return output.trimEnd();
  const telling = tellingLines(output, [...new Set(because.toLowerCase().match(word) ?? [])], limit);
  const text = telling.length > 0 ? telling.join("\n") : output;
  return text.length <= limit ? text : `${text.slice(0, limit - 4)} ...`;
}

/**
 * Looks for the few words in the long text, not the other way round, and no further than what is shown: every control of
 * every host asks for this.
 */
function tellingLines(output: string, words: readonly string[], limit: number): readonly string[] {
  const lower = output.toLowerCase();
  // a letter that grows in lower case would shift every place behind it
  const text = lower.length === output.length ? lower : output;
  const next = words.map((one) => findWord(text, one, 0));
  const lines: string[] = [];
  for (let size = 0; size <= limit;) {
    const at = Math.min(...next);
    if (at === Infinity) break;
    const end = lineEnd(output, at);
    const line = output.slice(at === 0 ? 0 : output.lastIndexOf("\n", at - 1) + 1, end);
    lines.push(line);
    size += line.length + 1;
    for (const [index, one] of words.entries()) if ((next[index] ?? 0) < end) next[index] = findWord(text, one, end);
  }
  return lines;
}

function findWord(text: string, one: string, from: number): number {
  for (let at = text.indexOf(one, from); at >= 0; at = text.indexOf(one, at + one.length)) {
    if (!inWord(text.charCodeAt(at - 1)) && !inWord(text.charCodeAt(at + one.length))) return at;
  }
  return Infinity;
}

/** The characters of {@link word}, by their codes: `.` to `:` are the digits and what stands beside them. */
function inWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 46 && code <= 58) || code === 45 || code === 95;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
