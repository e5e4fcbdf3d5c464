/** One thing that is wrong in a service file, for a person: where, what, and what to do. */
export interface Problem {
  /** File as the caller named it. */
  readonly file: string;
  /** From 1; 0 when there is no place in a text, e.g. a file that cannot be opened. */
  readonly line: number;
  /** From 1; 0 when there is no place. */
  readonly column: number;
  /** Where inside the file, e.g. `hosts.db-1.via`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, as the rest of a sentence that starts with the path: `names a host that does not exist: app-2`. */
  readonly what: string;
  /** What to do about it. */
  readonly hint: string;
}

/** An expected failure is a value: either the result, or every problem at once (never none). */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Path inside the file: keys and list positions. */
export type DataPath = readonly (string | number)[];

/** What a rule says about one value, before anybody knows where it stands. */
export interface Refusal {
  readonly what: string;
  readonly hint: string;
}

/** A refusal with its path; `on` says whether the key or the value is to be pointed at. */
export interface Fault extends Refusal {
  readonly path: DataPath;
  readonly on: "key" | "value";
}

/** More problems than this are counted, not listed. */
export const problemLimit = 100;

const textLimit = 400;

/** Characters that must not reach a terminal or hide what a text says: controls, bidirectional overrides, line separators, lone surrogates. */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/** Makes a foreign text safe to print on one line: bounded, and every unprintable character written as `\u{1b}`. */
export function printable(text: string, limit: number = textLimit): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}...` : text;
  return cut.replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Writes `["people", "ada", "keys", 0]` as `people.ada.keys[0]`. */
export function formatPath(path: DataPath): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else text += text === "" ? printable(part, 80) : `.${printable(part, 80)}`;
  }
  return text;
}

/** A problem without a place in a text, e.g. an unreadable file or a bad argument. */
export function placeless(file: string, what: string, hint: string): Problem {
  return { file, line: 0, column: 0, path: "", what, hint };
}

export function failure(...problems: readonly Problem[]): {
  readonly ok: false;
  readonly problems: readonly Problem[];
} {
  return { ok: false, problems };
}

/** Sorts by position, drops repetitions, and cuts after {@link problemLimit} with a last line that counts the rest. */
export function arrangeProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  const unique = problems.filter((problem) => {
    const key = `${problem.line}:${problem.column}:${problem.path}:${problem.what}`;
    return !seen.has(key) && seen.add(key);
  });
  const sorted = unique.toSorted((a, b) => a.line - b.line || a.column - b.column || compareText(a.path, b.path));
  const last = sorted[problemLimit - 1];
  if (sorted.length <= problemLimit || last === undefined) return sorted;
  const rest = sorted.length - problemLimit;
  return [
    ...sorted.slice(0, problemLimit),
    { ...last, path: "", what: `${rest} more problems follow`, hint: "mend the ones above first" },
  ];
}

/**
 * The problems as text, two lines each, without a trailing newline:
 * `secondlock.yaml:12:7: hosts.db-1.via names a host that does not exist: app-2` and `  hint: did you mean app-1?`.
 * Whatever the file holds, the text is safe to print.
 */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(formatProblem).join("\n");
}

function formatProblem(problem: Problem): string {
  const place =
    problem.line > 0 ? `${printable(problem.file)}:${problem.line}:${problem.column}` : printable(problem.file);
  const subject = problem.path === "" ? "" : `${problem.path} `;
  return `${place}: ${subject}${printable(problem.what)}\n  hint: ${printable(problem.hint)}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
