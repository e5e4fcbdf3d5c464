import type { FileChange, Reload } from "@secondlock/model";

export interface IncludedLast {
  /** The line that reads our file once more, at the end. */
  readonly line: string;
  /** The line that reads our folder already. */
  readonly place: (line: string) => boolean;
  /** Whether a line sets what our file sets. */
  readonly beats: (line: string) => boolean;
  readonly reload: Reload;
}

/** A main file of somebody else, which stays as it is unless what stands after its folder beats our file. */
export function includedLast(path: string, wanted: IncludedLast): FileChange {
  return {
    kind: "file",
    path,
    content: (before) => (before === undefined ? undefined : included(before, wanted)),
    reload: wanted.reload,
  };
}

function included(before: string, { line, place, beats }: IncludedLast): string {
  const lines = before.split("\n").filter((one) => one !== line);
  const at = lines.findLastIndex((one) => place(one.trim()));
  const text = lines.join("\n");
  return at !== -1 && !lines.slice(at + 1).some(beats) ? text : `${text.trimEnd()}\n${line}\n`;
}

/** Names with `-` and `_` alike, in any case, as both families of servers read them. */
export function setsOneOf(names: readonly string[]): (line: string) => boolean {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return (line) => {
    const [, name = ""] = /^\s*(?:loose[-_])?([A-Za-z][\w-]*)\s*(?:=|\s|$)/.exec(line) ?? [];
    return wanted.has(name.toLowerCase().replaceAll("-", "_"));
  };
}
