/** What a line of `override_rc` in needrestart's files says: units, by a pattern of Perl, and whether they start anew. */
export interface RestartRule {
  readonly pattern: string;
  readonly restarts: boolean;
}

/** The last line that sets a key, as all files together say it. */
export function lastSaid(lines: readonly string[], key: string): string | undefined {
  return lines.findLast((line) => keyOf(line) === key);
}

/** The rules that stand in the end: who sets `override_rc` as a whole forgets those of before. */
export function restartRules(lines: readonly string[]): readonly RestartRule[] {
  const rules = new Map<string, boolean>();
  let inside = false;
  for (const line of lines) {
    const key = keyOf(line);
    if (key !== undefined) inside = key === "override_rc";
    if (inside && /^[^=]*\}\s*=\s*\{/.test(line.slice(0, mostLetters))) rules.clear();
    for (const [, pattern = "", value] of inside ? line.slice(0, mostLetters).matchAll(rule) : [])
      rules.set(pattern, value !== "0");
  }
  return [...rules].map(([pattern, restarts]) => ({ pattern, restarts }));
}

const mostLetters = 300;
const rule = /qr\W(.*?)\W\s*(?:=>|\}\s*=)\s*(\d+)/g;

function keyOf(line: string): string | undefined {
  return /^\s*\$nrconf\{["']?(\w+)/.exec(line.slice(0, mostLetters))?.[1];
}

/** needrestart goes by whichever rule it meets first, in no order: one is spared only when none says otherwise. */
export function spares(rules: readonly RestartRule[], unit: string): boolean {
  return (
    rules.some(({ pattern, restarts }) => !restarts && names(pattern, unit) === true) &&
    !rules.some(({ pattern, restarts }) => restarts && names(pattern, unit) !== false)
  );
}

/** Undefined where a pattern is more than a piece of a name: what a host wrote is not run here, for it can take for ever. */
function names(pattern: string, unit: string): boolean | undefined {
  const [whole, start, text = "", end] = /^(\^?)((?:[\w@:.-]|\\[@:.-])*)(\$?)$/.exec(pattern) ?? [];
  if (whole === undefined) return undefined;
  const piece = text.replaceAll("\\", "");
  if (start === "") return end === "" ? unit.includes(piece) : unit.endsWith(piece);
  return end === "" ? unit.startsWith(piece) : unit === piece;
}
