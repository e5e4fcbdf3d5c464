import { styleText } from "node:util";

export interface PaperOptions {
  /** Columns; kept between 80 and 120. */
  readonly width: number;
  readonly colour: boolean;
  /** For a terminal whose locale is not UTF-8. */
  readonly ascii?: boolean;
}

export type Ink = "good" | "warn" | "bad" | "open" | "strong" | "faint" | "plain";

export interface Paper {
  readonly width: number;
  readonly ascii: boolean;
  readonly ink: (ink: Ink, text: string) => string;
}

const inks = {
  good: ["green"],
  warn: ["yellow"],
  bad: ["red", "bold"],
  open: ["cyan"],
  strong: ["bold"],
  faint: ["dim"],
} as const;

export function paper({ width, colour, ascii = false }: PaperOptions): Paper {
  const kept = Number.isFinite(width) ? Math.min(120, Math.max(80, Math.floor(width))) : 80;
  return {
    width: kept,
    ascii,
    ink: (ink, text) =>
      colour && ink !== "plain" && text !== "" ? styleText([...inks[ink]], text, { validateStream: false }) : text,
  };
}

const asciiFor: Readonly<Record<string, string>> = {
  "…": "...",
  "·": "-",
  "—": "-",
  "–": "-",
  "→": "->",
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "✓": "+",
  "✗": "x",
  "─": "-",
  "┃": "|",
};

/** Text for a terminal that shows ASCII only: what has no likeness is named by its number. */
export function toAscii(text: string): string {
  return text.replace(
    /[^\x20-\x7e\n]/gu,
    (character) => asciiFor[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

export function asciiOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
    typeof item === "string" ? toAscii(item) : item,
  ) as T;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that a text without control characters takes. */
export function columns(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let sum = 0;
  for (const character of text) sum += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return sum;
}

export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

function broken(word: string, width: number): readonly string[] {
  const parts = [""];
  for (const character of word) {
    const last = parts.at(-1) ?? "";
    if (last !== "" && columns(last + character) > width) parts.push(character);
    else parts[parts.length - 1] = last + character;
  }
  return parts;
}

/** Lines of at most `width` columns, broken at spaces, and inside a word only when it is longer than a line. */
export function wrap(text: string, width: number): readonly string[] {
  const room = Math.max(8, width);
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    const words = paragraph.split(/ +/).flatMap((word) => (columns(word) > room ? broken(word, room) : [word]));
    for (const word of words) {
      if (line !== "" && columns(line) + 1 + columns(word) > room) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}

/** The beginning of a text that is too long, up to the end of a word. */
export function cut(text: string, most: number): string {
  if (columns(text) <= most) return text;
  const [first = ""] = wrap(text.replaceAll("\n", " "), most - 3);
  return `${first.replace(/[\s,;:(]+$/, "")}...`;
}

/** A wrapped text whose first line follows `lead` and whose other lines stand below the first. */
export function hanging(
  paper: Paper,
  lead: string,
  text: string,
  inks: { readonly lead?: Ink; readonly text?: Ink } = {},
): readonly string[] {
  const indent = columns(lead);
  return wrap(text, paper.width - indent).map((line, index) => {
    const start = index === 0 ? paper.ink(inks.lead ?? "plain", lead) : " ".repeat(indent);
    return start + paper.ink(inks.text ?? "plain", line);
  });
}

export function heading(paper: Paper, title: string): readonly string[] {
  const rule = (paper.ascii ? "-" : "─").repeat(Math.max(0, paper.width - columns(title) - 3));
  return ["", `${paper.ink("strong", ` ${title}`)} ${paper.ink("faint", rule)}`];
}
