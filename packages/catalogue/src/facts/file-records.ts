import { known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";

/** One file as `find` sees it; never its content. */
export interface FileRecord {
  readonly path: string;
  /** Permission bits with setuid, setgid and sticky, e.g. `0o4755`. */
  readonly mode: number;
  /** A number when no account has that id. */
  readonly owner: string;
  readonly group: string;
  readonly kind: "file" | "directory" | "link" | "other";
}

export interface FileList {
  readonly files: readonly FileRecord[];
  /** False when the search was cut short: what is listed is there, and more may be. */
  readonly complete: boolean;
}

/** For `find -printf`. Records end with NUL, so that no file name can forge one. */
export const recordFormat = String.raw`%m %u %g %y %p\0`;

/** Ends a list, so that a search which was cut short is told apart from one that found nothing. */
export const recordEnd = String.raw`printf 'end\0'`;

const kinds: Readonly<Record<string, FileRecord["kind"]>> = { f: "file", d: "directory", l: "link" };

/** The records that a script printed; cut short (time, length) is a value of its own, no output at all is not. */
export function fileRecords(raw: RawOutputs, key: string): Reading<FileList> {
  const output = raw[key];
  if (!output) return unreadable("was not read");
  if (output.status === 127) return unreadable("the program is not installed");
  const parts = output.stdout.split("\0");
  const complete = !output.truncated && parts.at(-2) === "end";
  // two starting points of a search can lead to one file
  const byPath = new Map(
    parts
      .slice(0, -1)
      .flatMap(fileRecord)
      .map((file) => [file.path, file]),
  );
  const files = [...byPath.values()];
  if (!complete && files.length === 0) {
    return unreadable(output.status === 124 ? "the search did not end in time" : "the search stopped before its end");
  }
  return known({ files, complete });
}

function fileRecord(text: string): readonly FileRecord[] {
  const [, mode = "", owner = "", group = "", kind = "", path = ""] =
    /^([0-7]{1,4}) (\S+) (\S+) (\S) (\/.*)$/s.exec(text) ?? [];
  return path === "" ? [] : [{ path, mode: Number.parseInt(mode, 8), owner, group, kind: kinds[kind] ?? "other" }];
}

/** Whether everybody on the host may read it. */
export function readableByOthers(file: FileRecord): boolean {
  return (file.mode & 0o004) !== 0;
}

/** Whether everybody on the host may change it. */
export function writableByOthers(file: FileRecord): boolean {
  return (file.mode & 0o002) !== 0;
}

/** `path (mode owner:group)` of the first few, for a reason. */
export function named(files: readonly FileRecord[]): string {
  const shown = files.slice(0, 3).map(({ path, mode, owner, group }) => `${path} (${octal(mode)} ${owner}:${group})`);
  return files.length > 3 ? `${shown.join(", ")} and ${files.length - 3} more` : shown.join(", ");
}

export function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

/** Whether somebody but these accounts may use the file: owner, group (where it has rights) and others are looked at. */
export function openBeyond({ mode, owner, group }: FileRecord, accounts: readonly string[]): boolean {
  return !accounts.includes(owner) || (mode & 0o027) !== 0 || ((mode & 0o050) !== 0 && !accounts.includes(group));
}
