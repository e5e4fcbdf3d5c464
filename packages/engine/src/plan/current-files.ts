import type { RawOutput, Read } from "@secondlock/model";
import { runReads } from "../collect/run-reads.ts";
import type { RunOptions, Target } from "../targets/target.ts";
import type { FileState } from "./plan.ts";

/** Longest file that is edited, in bytes. */
const mostBytes = 1024 * 1024;

/** A file now: what it is, that there is none, or why it is left alone. */
export type CurrentFile =
  | { readonly state: "there"; readonly file: FileState }
  | { readonly state: "absent" }
  | { readonly state: "untouchable"; readonly because: string };

const script = `[ -e "$1" ] || [ -L "$1" ] || { echo absent; exit 0; }
stat -c '%F|%a|%U|%G' -- "$1" || exit 1
[ -L "$1" ] || [ ! -f "$1" ] || cat -- "$1"`;

/** What a plan would change, as it is now. */
export interface Current {
  readonly files: ReadonlyMap<string, CurrentFile>;
  /** Names of the packages that are installed, of those that were asked for. */
  readonly installed: ReadonlySet<string>;
  /** Why the packages could not be read; absent when they were. */
  readonly packagesUnread?: string;
}

/** Reads the files and packages that a plan would change, in one round trip. */
export async function readCurrent(
  target: Target,
  paths: readonly string[],
  packages: readonly string[],
  limits: Pick<RunOptions, "signal">,
): Promise<Current> {
  if (paths.length + packages.length === 0) return { files: new Map(), installed: new Set() };
  const reads = paths.map((path): Read => ({ argv: ["sh", "-c", script, "sh", path], bytes: mostBytes }));
  const query: Read = {
    argv: ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n", "--", ...packages],
    root: false,
  };
  const run = await runReads(
    target,
    [...reads, ...(packages.length > 0 ? [query] : [])],
    { as: "root" },
    {
      ...{ seconds: 60, bytes: 64 * mostBytes },
      ...limits,
    },
  );
  const files = paths.map((path, index) => {
    const read = reads[index];
    const raw = read === undefined ? "was not read" : run.outputOf(read);
    return [path, typeof raw === "string" ? untouchable(raw) : currentFile(raw)] as const;
  });
  const queried = packages.length > 0 ? installedOf(run.outputOf(query)) : { installed: new Set<string>() };
  return { files: new Map(files), ...queried };
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

function untouchable(because: string): CurrentFile {
  return { state: "untouchable", because };
}

/** Pure. What is not plain text is never edited: half of it would be lost. */
export function currentFile({
  stdout,
  status,
  truncated,
}: {
  readonly stdout: string;
  readonly status: number;
  readonly truncated: boolean;
}): CurrentFile {
  if (stdout === "absent\n" && status === 0) return { state: "absent" };
  const [, kind = "", mode = "", owner = "", group = "", content = ""] =
    /^([a-z ]+)\|([0-7]{1,5})\|([^|\n]+)\|([^|\n]+)\n([\s\S]*)$/.exec(stdout) ?? [];
  if (status !== 0 || mode === "") return untouchable("it cannot be read");
  if (!kind.startsWith("regular")) return untouchable(`it is a ${kind}`);
  if (truncated) return untouchable(`it is longer than ${mostBytes} bytes`);
  if (content.includes("\uFFFD") || content.includes("\0")) return untouchable("it is no plain UTF-8 text");
  return { state: "there", file: { content, mode: Number.parseInt(mode, 8), owner, group } };
}
