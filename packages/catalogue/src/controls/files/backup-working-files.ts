import { defineControl, everyHost } from "@secondlock/model";
import { ordinaryTry } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord, readableByOthers } from "../../facts/file-records.ts";
import { isDump, leftFiles } from "../../facts/left-files.ts";
import { fileModes } from "../../states/file-modes.ts";

const wrong = (file: FileRecord): boolean =>
  isDump(file) && readableByOthers(file) && !file.path.startsWith("/usr/local/");
const names = "'(' -name '*.sql' -o -name '*.sql.gz' -o -name '*.dump' -o -name '*passphrase*' ')'";

export const backupWorkingFiles = defineControl({
  id: "backup-working-files",
  title: "No dump and no passphrase can be read by everybody",
  why: "A dump that a backup leaves behind is all of the data in one file, outside every lock of the database.",
  severity: "high",
  area: "files",
  covers: ["R114", "R119"],
  applies: everyHost,
  facts: { left: leftFiles },
  verdict: ({ left }) => noneOf(left, wrong, { good: "none is readable by others", bad: "everybody can read" }),
  attempt: ordinaryTry({
    id: "read-dumps",
    title: "look for a readable dump in the shared folders as an ordinary account",
    commands: () => [
      [
        "sh",
        "-c",
        `find /tmp /var/tmp /var/backups -maxdepth 4 -type f ${names} ! -user "$(id -un)" -readable 2>/dev/null | head -n 3`,
      ],
    ],
  }),
  fix: () => [
    fileModes(leftFiles, { files: "dumps and archives that everybody can read", matches: wrong, most: 0o600 }),
  ],
  lock: (host) => ({ stops: ["read"], domains: [`host:${host.id}`] }),
  references: ["CWE-377", "CWE-538"],
});
