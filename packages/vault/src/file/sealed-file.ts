import { canonicalText, digestOf, readCanonical } from "../canonical.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { type Header, isHeader } from "./header.ts";
import { isLastLine, type LastLine } from "./last-line.ts";
import { isDay } from "./shape.ts";
import type { Value } from "./value.ts";
import { isVariableName } from "./variable.ts";
import { isWrap, type Wrap } from "./wrap.ts";

/** What is signed stays beside the text that was signed. */
export interface Signed<T> {
  readonly content: T;
  /** Canonical JSON (RFC 8785). */
  readonly text: string;
  /** Ed25519, base64url. */
  readonly signature: string;
}

/** A file as it was read. Nothing in it is to be believed before `verifyFile` has said so. */
export interface SealedFile {
  readonly header: Signed<Header>;
  readonly wraps: readonly Signed<Wrap>[];
  /** By name, in the order of their characters' codes. */
  readonly values: readonly Value[];
  readonly last: Signed<LastLine>;
  /** Digest of the whole file, which the next one names. */
  readonly digest: string;
  /** Digest of all lines but the last. */
  readonly lines: string;
}

export type FileReason =
  /** The first line is not that of a sealed file. */
  | "not-sealed"
  /** The file is of a format that this version does not know. */
  | "unknown-format"
  /** A line is not in the one form that it can have. `detail` is its number. */
  | "malformed-line"
  | "too-long";

export const firstLine = "secondlock-sealed 1";
export const longestFile = 8 * 1_048_576;
const mostLines = 4_096;

/** Reads a file strictly: a line feed after each line, lines in their order, JSON in its canonical form. */
export function parseFile(bytes: Buffer): Outcome<SealedFile, FileReason> {
  if (bytes.length > longestFile) return refuse("too-long");
  // what is no UTF-8 changes here, and is found out by a digest or a pattern
  const rows = bytes.toString("utf8").split("\n");
  if (rows[0] !== firstLine) {
    return refuse(rows[0]?.startsWith("secondlock-sealed ") === true ? "unknown-format" : "not-sealed");
  }
  if (rows.length > mostLines) return refuse("too-long");
  if (rows.pop() !== "") return refuse("malformed-line", String(rows.length + 1));
  const header = readSigned<Header>("header", rows[1], isHeader);
  if (header === undefined) return refuse("malformed-line", "2");
  const wraps: Signed<Wrap>[] = [];
  const values: Value[] = [];
  for (const [at, row] of rows.entries()) {
    if (at < 2 || at === rows.length - 1) continue;
    const wrap = values.length === 0 ? readSigned<Wrap>("wrap", row, isWrap) : undefined;
    const value = wrap === undefined ? readValue(row, values.at(-1)?.name ?? "") : undefined;
    if (wrap !== undefined) wraps.push(wrap);
    else if (value !== undefined) values.push(value);
    else return refuse("malformed-line", String(at + 1));
  }
  const last = rows.length < 3 ? undefined : readSigned<LastLine>("last", rows.at(-1), isLastLine);
  if (last === undefined) return refuse("malformed-line", String(rows.length));
  const lines = digestOf(`${rows.slice(0, -1).join("\n")}\n`);
  return accept({ header, wraps, values, last, lines, digest: digestOf(bytes) });
}

/** All lines but the last, each with its line feed. */
export function linesOf({ header, wraps, values }: Pick<SealedFile, "header" | "wraps" | "values">): string {
  return [
    firstLine,
    writeSigned("header", header),
    ...wraps.map((wrap) => writeSigned("wrap", wrap)),
    ...values.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((value) => valueText(value)),
    "",
  ].join("\n");
}

/** The line of a value. */
export function valueText({ name, version, day, box }: Value): string {
  return `value ${name} ${version} ${day} ${box.toString("base64url")}`;
}

/** The text of a last line, with its line feed. */
export function lastLineOf(last: Signed<LastLine>): string {
  return `${writeSigned("last", last)}\n`;
}

type Kind = "header" | "wrap" | "last";

function writeSigned(kind: Kind, { text, signature }: Signed<unknown>): string {
  return `${kind} ${text} ${signature}`;
}

function readSigned<T>(
  kind: Kind,
  row: string | undefined,
  fits: (content: unknown) => boolean,
): Signed<T> | undefined {
  const [, found, text = "", signature = ""] = /^([a-z]+) (\{.*\}) ([A-Za-z0-9_-]{86})$/.exec(row ?? "") ?? [];
  if (found !== kind) return undefined;
  const content = readCanonical(text);
  return fits(content) ? { content: content as T, text, signature } : undefined;
}

function readValue(row: string, before: string): Value | undefined {
  const [, name = "", version = "", day = "", text = ""] =
    /^value ([A-Za-z0-9_]+) ([1-9]\d{0,14}) ([\d-]{10}) ([A-Za-z0-9_-]+)$/.exec(row) ?? [];
  if (!isVariableName(name) || name <= before || !isDay(day)) return undefined;
  const box = Buffer.from(text, "base64url");
  return box.toString("base64url") === text ? { name, version: Number(version), day, box } : undefined;
}

/** Content as it is signed. */
export function textOf(content: Header | Wrap | LastLine): string {
  return canonicalText(content);
}
