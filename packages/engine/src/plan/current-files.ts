import type { RawOutput, Read } from "@secondlock/model";
import { runReads } from "../collect/run-reads.ts";
import { unhex } from "../host/host-link.ts";
import { hostProgram } from "../host/host-program.ts";
import { sanitiseLine } from "../report/sanitise.ts";
import type { RunOptions, Target } from "../targets/target.ts";
import type { FileState } from "./plan.ts";

/** Most that comes back of all files together, as hexadecimal digits. */
const mostBytes = 64 * 1024 * 1024;

/** A file now: what it is, that there is none, or why it is left alone. */
export type CurrentFile =
  | { readonly state: "there"; readonly file: FileState }
  | { readonly state: "absent" }
  | { readonly state: "untouchable"; readonly because: string };

/** A path in a folder that somebody without root can write to: what stands there is theirs to choose. */
export interface Theirs {
  /** Who owns the folder. */
  readonly keeper: string;
  /** Who owns the file, where there is one. */
  readonly owner: string;
}

/** Files that a plan would change, as they are now. */
export interface CurrentFiles {
  readonly files: ReadonlyMap<string, CurrentFile>;
  /** Why the rights of a path cannot be set. */
  readonly fixedRights: ReadonlyMap<string, string>;
  readonly theirs: ReadonlyMap<string, Theirs>;
}

/** What a plan would change, as it is now. */
export interface Current extends CurrentFiles {
  /** Names of the packages that are installed, of those that were asked for. */
  readonly installed: ReadonlySet<string>;
  /** Why the packages could not be read; absent when they were. */
  readonly packagesUnread?: string;
}

/** By the host's own part, which follows nobody's link: what root reads here may be written back as somebody's own file. */
export function lookAt(paths: readonly string[]): Read {
  return { argv: ["perl", "-e", hostProgram(), "look", ...paths], bytes: mostBytes, seconds: 50 };
}

/** Reads the files and packages that a plan would change, in one round trip. */
export async function readCurrent(
  target: Target,
  paths: readonly string[],
  packages: readonly string[],
  limits: Pick<RunOptions, "signal">,
): Promise<Current> {
  const look = lookAt(paths);
  const query: Read = {
    argv: ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n", "--", ...packages],
    root: false,
  };
  const reads = [...(paths.length > 0 ? [look] : []), ...(packages.length > 0 ? [query] : [])];
  if (reads.length === 0) return { ...currentFiles([], ""), installed: new Set() };
  const run = await runReads(target, reads, { as: "root" }, { seconds: 60, bytes: mostBytes, ...limits });
  const queried = packages.length > 0 ? installedOf(run.outputOf(query)) : { installed: new Set<string>() };
  return { ...currentFiles(paths, paths.length > 0 ? run.outputOf(look) : ""), ...queried };
}

/** Pure. dpkg-query ends with 1 where it has not heard of one of the packages, and with more when it fails. */
export function installedOf(raw: Omit<RawOutput, "stderr"> | string): Pick<Current, "installed" | "packagesUnread"> {
  const unread = (packagesUnread: string): ReturnType<typeof installedOf> => ({ installed: new Set(), packagesUnread });
  if (typeof raw === "string") return unread(raw);
  if (raw.status > 1) return unread(`dpkg-query ended with ${raw.status}`);
  if (raw.truncated) return unread("dpkg-query said too much");
  const lines = raw.stdout.split("\n");
  const installed = lines.flatMap((line) => (line.endsWith(" installed") ? [line.slice(0, -" installed".length)] : []));
  return { installed: new Set(installed) };
}

/** Pure. A path that the host does not tell about is left alone. */
export function currentFiles(
  paths: readonly string[],
  raw: Pick<RawOutput, "stdout" | "status"> | string,
): CurrentFiles {
  const missing = typeof raw === "string" ? raw : raw.status === 127 ? "the host has no perl" : "it cannot be read";
  const lines = typeof raw === "string" ? [] : raw.stdout.split("\n");
  // without the word that says it is whole, a row may be cut in the middle of a file
  const whole = lines.includes("end") ? lines : [];
  const rows = new Map(whole.map((line) => line.split("\t")).map(([number = "", ...words]) => [number, words]));
  const seen = paths.map((path, number) => {
    const [keeper = "", owner = "", fixed = "", ...words] = rows.get(String(number)) ?? [];
    return { path, ...{ keeper, owner }, fixed: sanitiseLine(unhex(fixed)), file: currentFile(words, missing) };
  });
  return {
    files: new Map(seen.map(({ path, file }) => [path, file])),
    fixedRights: new Map(seen.flatMap(({ path, fixed }) => (fixed === "" ? [] : [[path, fixed] as const]))),
    theirs: new Map(
      seen.flatMap(({ path, keeper, owner }) => (keeper === "" ? [] : [[path, { keeper, owner }] as const])),
    ),
  };
}

/** Pure. What is not plain text is never edited: half of it would be lost. */
function currentFile([state, ...words]: readonly string[], missing: string): CurrentFile {
  const untouchable = (because: string): CurrentFile => ({ state: "untouchable", because });
  if (state === "absent") return { state };
  if (state === "untouchable") return untouchable(sanitiseLine(unhex(words[0] ?? "")) || missing);
  const [mode = "", owner, group, hex] = words;
  if (state !== "file" || owner === undefined || group === undefined || hex === undefined) return untouchable(missing);
  const content = unhex(hex);
  if (content.includes("\uFFFD") || content.includes("\0")) return untouchable("it is no plain UTF-8 text");
  return { state: "there", file: { content, mode: Number.parseInt(mode, 8), owner, group } };
}
