import { entryOf, type PamEntry } from "../facts/pam-stacks.ts";

/** One line of a PAM file with its continuation lines; without an entry it is a comment, empty or not understood. */
export interface PamLine {
  readonly entry?: PamEntry;
  /** As it stands in the file; absent for a line that is new. */
  readonly raw?: string;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Lines as the fact `pam-stacks` reads them on the host. */
export function parsePamText(text: string): readonly PamLine[] {
  const lines: PamLine[] = [];
  let open = "";
  for (const physical of text.split("\n")) {
    const raw = open + physical;
    open = visible(physical).endsWith("\\") ? `${raw}\n` : "";
    if (open === "") lines.push(lineOf(raw));
  }
  return open === "" ? lines : [...lines, lineOf(open.slice(0, -1))];
}

/** Whether its last line says that it goes on: what is written behind it would become a part of it. */
export function endsOpen(text: string): boolean {
  return visible(text.slice(text.lastIndexOf("\n") + 1)).endsWith("\\");
}

export function printPamText(lines: readonly PamLine[]): string {
  return lines.map(printed).join("\n");
}

export function entriesOf(lines: readonly PamLine[]): readonly PamEntry[] {
  return lines.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
}

function lineOf(raw: string): PamLine {
  const words = wordsOf(raw);
  const entry = entryOf(
    words[0]?.text ?? "",
    words
      .slice(1)
      .map(({ text }) => text)
      .join(" "),
  );
  return entry === undefined ? { raw } : { raw, entry };
}

/** The text with blanks, as many, for what PAM skips: comments, carriage returns, and the backslash of a continued line. */
function blanked(raw: string): string {
  const lines = raw.split("\n");
  return lines
    .map((line, index) => {
      const seen = visible(line);
      return (index < lines.length - 1 ? seen.replace(/\\$/, "") : seen).padEnd(line.length);
    })
    .join("\n");
}

function visible(line: string): string {
  return line.replace(/\r$/, "").replace(/#.*/, "");
}

/** A control in brackets is one word; an option in brackets is none, as the fact leaves it on the host. */
function wordsOf(raw: string): readonly Word[] {
  const words: Word[] = [];
  let bracket: "control" | "option" | undefined;
  for (const found of blanked(raw).matchAll(/\S+/g)) {
    const word = { text: found[0], start: found.index, end: found.index + found[0].length };
    const last = words.at(-1);
    if (bracket === "control" && last)
      words.splice(-1, 1, { text: `${last.text} ${word.text}`, start: last.start, end: word.end });
    else if (bracket === undefined && word.text.startsWith("[")) {
      bracket = words.length === 1 ? "control" : "option";
      if (bracket === "control") words.push(word);
    } else if (bracket === undefined)
      words.push({ ...word, text: words.length === 0 ? word.text : withoutValue(word.text) });
    if (bracket !== undefined && word.text.endsWith("]")) bracket = undefined;
  }
  return words;
}

/** As the fact does it on the host: numbers, paths and names of groups are shown, other values are not. */
function withoutValue(word: string): string {
  const shown = /^([A-Za-z_]+=(-?[0-9]+|[/~$].*)|(group|users?|authtok_type)=.*)$/;
  const secret = /^[A-Za-z_]*(pass|pw)[A-Za-z_]*=/;
  return word.includes("=") && (secret.test(word) || !shown.test(word)) ? word.replace(/=.*/, "=...") : word;
}

function printed({ entry, raw }: PamLine): string {
  if (raw === undefined) return entry === undefined ? "" : newLine(entry);
  const before = lineOf(raw).entry;
  if (entry === undefined || before === undefined || isSame(before, entry)) return raw;
  return edited(raw, before, entry) ?? newLine(entry) + (/[ \t]*#.*$/.exec(raw.split("\n").at(-1) ?? "")?.[0] ?? "");
}

/** In the form of Debian's own files. */
function newLine({ type, quiet, control, module, args }: PamEntry): string {
  if (type === "@include") return `@include ${module}`;
  const gap = control.startsWith("[") ? "\t" : "\t\t\t";
  return `${quiet ? "-" : ""}${type}\t${control}${gap}${[module, ...args].join(" ")}`;
}

/** The text with another control and other options, everything else in its place; undefined when more is different. */
function edited(raw: string, before: PamEntry, after: PamEntry): string | undefined {
  const [, control, , ...options] = wordsOf(raw);
  const added = after.args.filter((arg) => !before.args.includes(arg));
  const kept = options.filter(({ text }) => after.args.includes(text));
  const wanted = { ...before, control: after.control, args: [...kept.map(({ text }) => text), ...added] };
  if (control === undefined || !isSame(wanted, after)) return undefined;
  const last = wordsOf(raw).at(-1)?.end ?? raw.length;
  const cuts = [
    ...(added.length === 0 ? [] : [{ start: last, end: last, text: ` ${added.join(" ")}` }]),
    ...options
      .filter((one) => !kept.includes(one))
      .map(({ start, end }) => ({ start: blanksBefore(raw, start), end, text: "" })),
    ...(before.control === after.control ? [] : [{ ...control, text: after.control }]),
  ].toSorted((a, b) => b.start - a.start || b.end - a.end);
  return cuts.reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), raw);
}

function blanksBefore(raw: string, at: number): number {
  return raw.slice(0, at).replace(/[ \t]+$/, "").length;
}

function isSame(one: PamEntry, other: PamEntry): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
