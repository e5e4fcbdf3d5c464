import { defineFact, known, type RawOutputs, type Reading } from "@secondlock/model";
import { type FileList, fileRecords, recordEnd, recordFormat } from "./file-records.ts";
import { allOf, taggedLines } from "./tagged-lines.ts";

export interface RootPath {
  /** The directories of root's PATH, and those above them. */
  readonly directories: FileList;
  /** Elements that mean the current directory, with the file that sets them. */
  readonly relative: readonly string[];
}

const elements = String.raw`
function above(d) { while (d != "" && !seen[d]++) { print "directory " d; sub(/\/+[^\/]*$/, "", d) } }
/^[ \t]*#/ || !/(^|[^A-Za-z_])(PATH|secure_path)[ \t]*=/ { next }
{
  sub(/.*(PATH|secure_path)[ \t]*=[ \t]*/, ""); gsub(/["']/, ""); sub(/[ \t;].*/, "")
  n = split($0, part, ":")
  for (i = 1; i <= n; i++) if (part[i] ~ /^\//) above(part[i]); else if (part[i] !~ /^[$~]/) print "relative " FILENAME ": " (part[i] == "" ? "(empty)" : substr(part[i], 1, 80))
}
END { print "directory /"; print "end" }`;

const gather = `for f in /etc/login.defs /etc/environment /etc/crontab /etc/profile /etc/bash.bashrc /etc/sudoers /etc/sudoers.d/* /root/.profile /root/.bash_profile /root/.bash_login /root/.bashrc; do
  [ -r "$f" ] && set -- "$@" "$f"
done; p=$1; shift`;

export const rootPath = defineFact<RootPath>({
  id: "root-path",
  title: "directories that root takes programs from",
  reads: () => ({
    elements: { argv: ["sh", "-c", `${gather}; awk "$p" "$@" </dev/null`, "sh", elements] },
    directories: {
      argv: [
        "sh",
        "-c",
        `${gather}; d=$(awk "$p" "$@" </dev/null | sed -n 's/^directory //p'); set -f; find -L $d -maxdepth 0 -printf "$0" 2>/dev/null; ${recordEnd}`,
        recordFormat,
        elements,
      ],
    },
  }),
  parse(raw: RawOutputs): Reading<RootPath> {
    const found = taggedLines(raw, "elements");
    if (!found.known) return found;
    const directories = fileRecords(raw, "directories");
    return directories.known
      ? known({ directories: directories.value, relative: allOf(found.value, "relative") })
      : directories;
  },
});
