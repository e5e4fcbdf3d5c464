import { defineFact, known, type Reading } from "@secondlock/model";
import { type FileList, fileRecords, recordEnd, recordFormat } from "./file-records.ts";
import { isCount, isText, membersOf, parseObject } from "./sealed-shape.ts";
import { allOf, lastOf, taggedLines } from "./tagged-lines.ts";

/** Where a confirmer keeps what it has, and beside it the master key where none is delivered. */
export const confirmerFolder = "/var/lib/secondlock/confirmer";
export const masterKeyBeside = `${confirmerFolder}.master-key`;

const files = `find ${confirmerFolder} ${masterKeyBeside} -maxdepth 2 -printf '${recordFormat}' 2>/dev/null | head -c 60000
${recordEnd}`;

/** What a confirmer on this host keeps: modes and owners, never content. No files where there is none. */
export const confirmerFiles = defineFact<FileList>({
  id: "confirmer-files",
  title: "modes of what a confirmer keeps",
  reads: () => ({ files: { argv: ["sh", "-c", files] } }),
  parse: (raw) => fileRecords(raw, "files"),
});

/** The last time that somebody verified the log of a confirmer. */
export interface LogVerified {
  /** Absent where nobody ever did. */
  readonly at?: string;
  /** The host's time, as `at` is: `2026-11-22T20:00:00Z`. */
  readonly now: string;
}

const verified = String.raw`f=${confirmerFolder}/verified
[ -f "$f" ] && [ ! -L "$f" ] && printf 'verified %s\n' "$(head -c 1024 -- "$f" | head -n 1 | tr -d '\0')"
printf 'now %s\nend\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"`;

const isVerified = membersOf({ at: isText, size: (value) => value === 0 || isCount(value) });

export const confirmerLogVerified = defineFact<LogVerified>({
  id: "confirmer-log-verified",
  title: "when the log of the confirmer was last verified",
  reads: () => ({ verified: { argv: ["sh", "-c", verified] } }),
  parse(raw): Reading<LogVerified> {
    const tagged = taggedLines(raw, "verified");
    if (!tagged.known) return tagged;
    const found = parseObject(allOf(tagged.value, "verified"), isVerified) as { readonly at: string } | undefined;
    const now = lastOf(tagged.value, "now") ?? "";
    return known({ ...(found === undefined || Number.isNaN(Date.parse(found.at)) ? {} : { at: found.at }), now });
  },
});
