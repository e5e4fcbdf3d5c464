import { defineFact, known, type Reading } from "@secondlock/model";
import { type FileList, type FileRecord, fileRecords, recordEnd, recordFormat } from "./file-records.ts";
import { allOf, taggedLines } from "./tagged-lines.ts";

export interface PackageSource {
  readonly file: string;
  /** One line, without addresses: they can carry a password. */
  readonly text: string;
}

export interface PackageSources {
  /** Lines of one-line sources, and fields of deb822 sources, that are in use. */
  readonly sources: readonly PackageSource[];
  readonly keyrings: FileList;
}

// everything after :// up to the next space is left out, so that no user:password@ leaves the host
const script = String.raw`cd /etc/apt || exit 1
set --
for f in sources.list sources.list.d/*.list sources.list.d/*.sources; do [ -r "$f" ] && set -- "$@" "$f"; done
[ $# -eq 0 ] || awk '/^[[:space:]]*(#|$)/ { next } { gsub(/:\/\/[^ ]*/, "://"); print "source", FILENAME, substr($0, 1, 300) }' "$@"
echo end`;

const keyrings = `find -H /etc/apt/trusted.gpg /etc/apt/trusted.gpg.d /etc/apt/keyrings /usr/share/keyrings -maxdepth 1 -printf '${recordFormat}' 2>/dev/null; ${recordEnd}`;

/** Where apt takes packages from, and the keys that it trusts for them. */
export const packageSources = defineFact<PackageSources>({
  id: "package-sources",
  title: "where packages come from",
  reads: () => ({ sources: { argv: ["sh", "-c", script] }, keyrings: { argv: ["sh", "-c", keyrings], root: false } }),
  parse(raw): Reading<PackageSources> {
    const tagged = taggedLines(raw, "sources");
    if (!tagged.known) return tagged;
    const rings = fileRecords(raw, "keyrings");
    if (!rings.known) return rings;
    const sources = allOf(tagged.value, "source").map((line) => {
      const space = line.indexOf(" ");
      return { file: line.slice(0, Math.max(space, 0)), text: line.slice(space + 1) };
    });
    return known({ sources, keyrings: rings.value });
  },
});

/** Files of sources whose packages are taken without a signature. */
export function unsignedSources({ sources }: PackageSources): readonly string[] {
  const trusted = sources.filter(({ text }) =>
    /\b(trusted|allow-insecure|allow-weak)\s*[=:]\s*(yes|true|1)\b/i.test(text),
  );
  return [...new Set(trusted.map(({ file }) => file))];
}

/** Keys and folders of keys that others than root can change. */
export function looseKeyrings({ keyrings: { files } }: PackageSources): readonly FileRecord[] {
  return files.filter(({ mode, owner, kind }) => kind !== "link" && (owner !== "root" || (mode & 0o022) !== 0));
}
