/**
 * One line's value in canonical form (RFC 9421 2.1): no space around it, an obsolete fold is one space.
 * Undefined: it has a line break that is no fold, a control character, or something that is no byte.
 */
export function canonicalLine(line: string): string | undefined {
  const value = /[\r\n]/.test(line) ? unfolded(line) : stripped(line);
  return value === undefined || /[^\t\u0020-\u007e\u0080-\u00ff]/.test(value) ? undefined : value;
}

export function isAscii(value: string): boolean {
  return !/[^\t\u0020-\u007e]/.test(value);
}

/** RFC 9112 5.2: a fold is a line break and at least one space or tab. */
function unfolded(line: string): string | undefined {
  const [first = "", ...rest] = line.split(/\r?\n/);
  if (rest.some((each) => !/^[ \t]/.test(each))) return undefined;
  return [first, ...rest].map(stripped).join(" ");
}

/** Only space and tab: `trim` would also take U+00A0, which is a byte of the value. */
function stripped(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && isBlank(line.charCodeAt(start))) start += 1;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === line.length ? line : line.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
