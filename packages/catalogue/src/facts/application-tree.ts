import { defineFact } from "@secondlock/model";
import { type FileList, type FileRecord, fileRecords, recordEnd, recordFormat } from "./file-records.ts";

const script = `[ -d "$1" ] || { ${recordEnd}; exit 0; }
u=$2; id -u -- "$u" >/dev/null 2>&1 || u=root
{ find -H "$1" -maxdepth 0 -printf '${recordFormat}'
find -H "$1" -xdev -mindepth 1 ! -type l '(' -perm /0007 -o -perm /0020 -o -user "$u" ! -user root ')' -printf '${recordFormat}'; } 2>/dev/null
${recordEnd}`;

/** The application's folder itself, and what in it others may use, or the application may change. */
export const applicationTree = defineFact<FileList>({
  id: "application-tree",
  title: "rights in the folder of the application",
  reads: ({ application }) => ({
    files: {
      argv: [
        "sh",
        "-c",
        script,
        "sh",
        application?.directory.startsWith("/") ? application.directory : "/nonexistent",
        application?.user ?? "root",
      ],
      seconds: 10,
      bytes: 128 * 1024,
    },
  }),
  parse: (raw) => fileRecords(raw, "files"),
});

/** Whether the account may change the file, or give itself the right to. */
export function mayChange({ owner, group, mode }: FileRecord, user: string): boolean {
  return owner === user || (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && group === user);
}
