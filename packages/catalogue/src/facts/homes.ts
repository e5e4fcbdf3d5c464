import { defineFact } from "@secondlock/model";
import type { Account } from "./accounts.ts";
import { type FileList, type FileRecord, fileRecords, recordEnd, recordFormat } from "./file-records.ts";

const peopleHomes = `($3 == 0 || $3 >= 1000 && $3 != 65534) && $6 ~ /^\\/./ { print $6 }`;

/** Home directories of root, of everybody from uid 1000 on, and those left behind in /home, with the dot files in them: modes and owners only. */
export const homes = defineFact<FileList>({
  id: "homes",
  title: "home directories and their dot files",
  reads: () => ({
    files: {
      argv: [
        "sh",
        "-c",
        `homes=$({ awk -F: "$1" /etc/passwd; printf '%s\\n' /home/*; } | sort -u) && [ -r /etc/passwd ] || exit 1; set -f; IFS='
'; find -H $homes -maxdepth 0 -printf "$0" 2>/dev/null
find -H $homes -mindepth 1 -maxdepth 1 -name '.*' ! -type l -printf "$0" 2>/dev/null
find -H /etc/hosts.equiv /etc/shosts.equiv -maxdepth 0 -printf "$0" 2>/dev/null
${recordEnd}`,
        recordFormat,
        peopleHomes,
      ],
      bytes: 1024 * 1024,
      seconds: 5,
    },
  }),
  parse: (raw) => fileRecords(raw, "files"),
});

/** The record of an account's home directory. */
export function homeOf(list: FileList, account: Account): FileRecord | undefined {
  return list.files.find(({ path }) => path === account.home);
}

/** Dot files right below an account's home directory. */
export function dotFilesOf(list: FileList, { home }: { readonly home: string }): readonly FileRecord[] {
  const below = home === "/" ? "/" : `${home}/`;
  return list.files.filter(({ path }) => path.startsWith(`${below}.`));
}
