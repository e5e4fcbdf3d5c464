import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { type FileRecord, named } from "../../facts/file-records.ts";
import { rootPath } from "../../facts/root-path.ts";

export const rootPathSafe = defineControl({
  id: "root-path-safe",
  title: "Root takes programs only from root's directories",
  why: "Who can write into a directory of root's PATH puts a program of his own in front of a usual one, and waits.",
  severity: "high",
  area: "accounts",
  covers: ["R031", "R033"],
  applies: everyHost,
  facts: { path: rootPath },
  verdict({ path: { directories, relative } }) {
    if (relative.length > 0)
      return broken(`the current directory is in root's PATH: ${relative.slice(0, 3).join(", ")}`);
    const open = directories.files.filter(isOpen);
    if (open.length > 0) return broken(`others can write into ${named(open)}`);
    return directories.complete && directories.files.length > 0
      ? holds(`${directories.files.length} directories are root's alone`)
      : undecided("root's PATH is not known");
  },
  attempt: { none: "writing there would change the host" },
  fix: () => [
    byHand(
      "`chown root:root DIR; chmod go-w DIR`. Take empty elements, `.` and relative directories out of the PATH in the file that is named.",
    ),
  ],
  references: ["CIS Debian 12, root and system accounts"],
});

function isOpen({ mode, owner, group }: FileRecord): boolean {
  return owner !== "root" || (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && group !== "root");
}
