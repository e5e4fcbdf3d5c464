import type { Document } from "yaml";
import { LineCounter, parseDocument } from "yaml";
import { convert, placeKey, valueLimit } from "./convert.ts";
import type { Conversion, PointAt } from "./convert.ts";
import type { Fault, Problem } from "./problem.ts";
import { formatPath } from "./problem.ts";

/** A YAML text as plain data, with the place of every value. */
export interface ReadDocument {
  readonly data: unknown;
  /** Whether `data` is what the author meant: false after a syntax error that may have moved things. */
  readonly whole: boolean;
  readonly problems: readonly Problem[];
  /** Turns a fault into a problem: its own place, or that of the nearest value around it. */
  readonly place: (fault: Fault) => Problem;
  /** Problem at an offset of the text. */
  readonly at: PointAt;
}

/** Errors after which the rest still means what it says. */
const harmless: ReadonlySet<string> = new Set(["TAB_AS_INDENT", "BAD_DQ_ESCAPE", "TAG_RESOLVE_FAILED"]);

const hints: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "line it up with its neighbours, with spaces",
  MISSING_CHAR: "look for a missing quote, bracket, comma or colon here or on the line above",
  MULTIPLE_DOCS: "keep one document: remove the line that begins with ---",
  BAD_ALIAS: "define it with & before it is used with *",
  TAG_RESOLVE_FAILED: "remove the tag that begins with an exclamation mark",
  UNEXPECTED_TOKEN: "put quotes around values with special characters, and check the indentation",
  MULTILINE_IMPLICIT_KEY: "put quotes around values with special characters, and check the indentation",
  BLOCK_AS_IMPLICIT_KEY: "put quotes around values that hold `: `, and check the indentation",
};

/** Reads YAML (1.2, core schema) without ever throwing; work is bounded by the length of the text and the limits above. */
export function readDocument(text: string, file: string): ReadDocument {
  const lines = new LineCounter();
  const places: Conversion["places"] = new Map();
  const at: PointAt = (offset, what, hint, path = []) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), path: formatPath(path), what, hint };
  };
  const place = (fault: Fault): Problem => at(offsetOf(places, fault), fault.what, fault.hint, fault.path);
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      schema: "core",
      version: "1.2",
    });
  } catch (error) {
    // The parser recurses: thousands of nested brackets end its stack.
    const what = error instanceof RangeError ? "the file is nested too deeply" : "the file cannot be read as YAML";
    return {
      data: undefined,
      whole: false,
      problems: [at(0, what, "keep to the sections of the documentation")],
      place,
      at,
    };
  }
  const complaints = [...document.errors, ...document.warnings];
  const whole = complaints.every((complaint) => harmless.has(complaint.code));
  const problems = firstPerLine(
    complaints
      .slice(0, 1000)
      // Once the structure is lost, everything after it is unexpected.
      .filter(({ message }, index) => index === 0 || !message.includes("in YAML stream"))
      .map(({ pos, message, code }) => at(pos[0], explainSyntax(message), hintFor(code))),
  );
  if (!whole) return { data: undefined, whole, problems, place, at };
  const conversion: Conversion = { places, anchors: new Map(), open: new Set(), at, problems, values: 0, aliases: 0 };
  const data = convert(document.contents, [], conversion, undefined);
  return { data, whole: conversion.values <= valueLimit, problems, place, at };
}

/** One slip makes the parser complain several times on the same line; the first complaint is the slip. */
function firstPerLine(problems: readonly Problem[]): Problem[] {
  const seen = new Set<number>();
  return problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ line }) => !seen.has(line) && seen.add(line));
}

function offsetOf(places: Conversion["places"], fault: Fault): number {
  for (let length = fault.path.length; length > 0; length -= 1) {
    const found = places.get(placeKey(fault.path.slice(0, length)));
    if (found !== undefined) return length === fault.path.length && fault.on === "value" ? found.value : found.key;
  }
  return 0;
}

function explainSyntax(message: string): string {
  return `this is not YAML: ${(message.split("\n")[0] ?? "").replace(/[.!:]$/, "")}`;
}

function hintFor(code: string): string {
  return hints[code] ?? "check quotes, brackets and indentation here and on the line above";
}
