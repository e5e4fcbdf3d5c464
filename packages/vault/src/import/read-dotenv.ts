import { longestValue } from "../file/value.ts";
import { isVariableName } from "../file/variable.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** `detail` is line and column, from 1: `3:14`. */
export type DotenvReason =
  | "too-long"
  | "not-utf8"
  /** A line that has no `=`, or a name that no shell has. */
  | "no-assignment"
  | "bad-name"
  /** A quote is not closed: the place is where it opens. */
  | "open-quote"
  /** Something other than a comment stands behind the closing quote. */
  | "after-quote"
  | "too-many-values"
  | "value-too-long"
  | "zero-byte"
  /** Encrypted by dotenvx: the values are not there to be read. */
  | "dotenvx";

/** Where a file is read by others in another way, or may mean something else than it says. */
export interface DotenvNote {
  /**
   * `dollar`: it may be meant to be expanded, and is not. `hash`: the value ends before a `#` that touches it, where a shell would go
   * on. `backslash`: it stays where a shell would take it away. `twice`: the name is set once more; the last counts.
   */
  readonly kind: "dollar" | "hash" | "backslash" | "twice";
  readonly name: string;
  readonly line: number;
}

export interface Dotenv {
  readonly values: ReadonlyMap<string, string>;
  readonly notes: readonly DotenvNote[];
}

/** Bytes of a file, and values in it. */
const longestFile = 1_048_576;
const mostValues = 4_000;

/**
 * Reads an environment file as the npm package dotenv (16 and 17) does, which most applications have read it with so far, and refuses
 * what that would pass over or guess: a value must be the same after it was sealed.
 *
 * - `NAME=value`, with spaces around `=` and `export` before it or not; empty lines; `#` comments.
 * - Without quotes: up to the end of the line or the first `#`, without spaces at both ends. Backslashes and quotes inside stay.
 * - In `'` or backticks: as it stands, over several lines too. In `"`: the same, with `\n` and `\r` for the ends of lines; `\"` does not
 *   end it, and stays as it is.
 * - A line ends with LF, CR LF or CR; inside quotes each of them is LF. `$` is never expanded. Of a name set twice the last counts.
 *
 * Bounded: 1 MiB, 4,000 values, 64 KiB for each.
 */
export function readDotenv(bytes: Uint8Array): Outcome<Dotenv, DotenvReason> {
  if (bytes.length > longestFile) return refuse("too-long");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, "\n");
  } catch {
    return refuse("not-utf8");
  }
  const values = new Map<string, string>();
  const notes: DotenvNote[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    const begin = at;
    const end = endOfLine(text, at);
    const row = text.slice(at, end);
    at = end + 1;
    if (/^[^\S\n]*(#|$)/.test(row)) {
      line++;
      continue;
    }
    const [head, name = ""] = /^[^\S\n]*(?:export[^\S\n]+)?([^\s=]+)[^\S\n]*=[^\S\n]*/.exec(row) ?? [];
    if (head === undefined) return refuse("no-assignment", placeOf(text, begin + row.search(/\S/)));
    if (!isVariableName(name)) return refuse("bad-name", placeOf(text, begin + row.indexOf(name)));
    const from = begin + head.length;
    const found = /["'`]/.test(text[from] ?? "") ? quoted(text, from) : bare(text, from, end);
    if ("reason" in found) return refuse(found.reason, placeOf(text, found.at));
    const { value } = found;
    if (value.includes("\0")) return refuse("zero-byte", placeOf(text, from));
    if (Buffer.byteLength(value) > longestValue) return refuse("value-too-long", placeOf(text, from));
    if (value.startsWith("encrypted:")) return refuse("dotenvx", placeOf(text, from));
    const kinds: readonly DotenvNote["kind"][] = [...(values.has(name) ? (["twice"] as const) : []), ...found.notes];
    notes.push(...kinds.map((kind) => ({ kind, name, line })));
    values.set(name, value);
    if (values.size > mostValues) return refuse("too-many-values", placeOf(text, begin));
    at = endOfLine(text, found.end) + 1;
    line += text.slice(begin, at).split("\n").length - 1;
  }
  return accept({ values, notes });
}

type Found =
  | { readonly value: string; readonly end: number; readonly notes: readonly DotenvNote["kind"][] }
  | { readonly reason: DotenvReason; readonly at: number };

function bare(text: string, from: number, end: number): Found {
  const hash = text.slice(from, end).indexOf("#");
  const stop = hash === -1 ? end : from + hash;
  const value = text.slice(from, stop).trim();
  const touches = hash > 0 && /\S/.test(text[stop - 1] ?? "");
  return { value, end: stop, notes: [...(touches ? (["hash"] as const) : []), ...notesOf(value)] };
}

function quoted(text: string, from: number): Found {
  const quote = text[from] ?? "";
  let close = from + 1;
  while (close < text.length && text[close] !== quote)
    close += text[close] === "\\" && text[close + 1] === quote ? 2 : 1;
  if (close >= text.length) return { reason: "open-quote", at: from };
  const rest = text.slice(close + 1, endOfLine(text, close + 1));
  const more = rest.search(/\S/);
  if (more !== -1 && rest[more] !== "#") return { reason: "after-quote", at: close + 1 + more };
  const inside = text.slice(from + 1, close);
  if (quote !== '"')
    return { value: inside, end: close + 1, notes: inside.includes(`\\${quote}`) ? ["backslash"] : [] };
  const value = inside.replaceAll(String.raw`\n`, "\n").replaceAll(String.raw`\r`, "\r");
  return { value, end: close + 1, notes: notesOf(value) };
}

function notesOf(value: string): readonly DotenvNote["kind"][] {
  return [
    ...(/\$[A-Za-z_{(]/.test(value) ? (["dollar"] as const) : []),
    ...(value.includes("\\") ? (["backslash"] as const) : []),
  ];
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  return `${before.length}:${(before.at(-1) ?? "").length + 1}`;
}
