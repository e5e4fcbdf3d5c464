import { reduceSecrets } from "./secrets.ts";

/** Most characters of a text that is printed, unless the caller says otherwise. Evidence is cut earlier, when it is taken. */
export const textLimit = 1_000;

/** Complete escape sequences go without a trace; what is left of a broken one is escaped below. */
const sequences =
  /(?:\u001b\]|\u009d)[^\u0007\u001b\u009c\u009d]*(?:\u0007|\u001b\\|\u009c)|(?:\u001b[PX^_]|[\u0090\u0098\u009e\u009f])[^\u001b\u0090-\u009f]*(?:\u001b\\|\u009c)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]{0,4}[0-OQ-WYZ\\`-~]/g;

/** Controls, formats (bidi overrides among them), separators and everything else that leaves no mark of its own. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

const stackedMarks = /(\p{M}{4})\p{M}+/gu;

const plain = /^[\x20-\x7e]*$/;

function visible(character: string): string {
  if (character === "\n") return "\n";
  if (character === "\t") return "  ";
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, Math.max(0, limit - 1)).replace(/[\ud800-\udbff]$/, "")}…`;
}

/**
 * The one way from a remote side to a reader: no control character but the line feed, no escape sequence, nothing
 * invisible or reordering, no lone surrogate, no secret, at most `limit` UTF-16 units. Running it twice changes nothing.
 */
export function sanitise(text: string, limit: number = textLimit): string {
  // Work is bounded before any pattern runs; the margin lets a secret be recognised before the final cut.
  const bounded = text.slice(0, limit * 4 + 4_096);
  if (plain.test(bounded)) return cut(reduceSecrets(bounded), limit);
  const marked = bounded
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(sequences, "")
    .replace(unprintable, visible)
    .replace(stackedMarks, "$1");
  return cut(reduceSecrets(marked), limit);
}

/** The same on one line. */
export function sanitiseLine(text: string, limit: number = textLimit): string {
  return sanitise(text, limit)
    .replace(/\s*\n\s*/g, " ")
    .trim();
}

const manyLines: ReadonlySet<string> = new Set(["value"]);

/** Every string of a value made of plain data, sanitised; `value` of an evidence keeps its lines. */
export function clean<T>(value: T, key = ""): T {
  return cleanUnknown(value, key) as T;
}

/** A text as it stands under a key. */
export function cleanText(text: string, key: string): string {
  return manyLines.has(key) ? sanitise(text) : sanitiseLine(text);
}

function cleanUnknown(value: unknown, key: string): unknown {
  if (typeof value === "string") return cleanText(value, key);
  if (Array.isArray(value)) return value.map((item) => cleanUnknown(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cleanUnknown(item, name)]));
}
