import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { type FileList, type FileRecord, fileRecords, recordEnd, recordFormat } from "./file-records.ts";

/** Files that decide what sudo does. */
export const sudoFiles = defineFact<FileList>({
  id: "sudo-files",
  title: "modes of sudo's files",
  reads: () => ({
    files: {
      argv: [
        "sh",
        "-c",
        `find -H /etc/sudoers /etc/sudoers.d /etc/sudo.conf /usr/bin/sudo -xdev -maxdepth 1 -printf "$0" 2>/dev/null; ${recordEnd}`,
        recordFormat,
      ],
    },
  }),
  parse: (raw) => fileRecords(raw, "files"),
});

export interface SudoCheck {
  readonly installed: boolean;
  /** What visudo complains of; empty when it finds nothing. */
  readonly complaint: string;
}

/** What visudo says about all files together. */
export const sudoCheck = defineFact<SudoCheck>({
  id: "sudo-check",
  title: "whether sudo can read its rules",
  reads: () => ({ check: { argv: ["visudo", "-c"], bytes: 4096 } }),
  parse({ check }): Reading<SudoCheck> {
    if (!check) return unreadable("was not read");
    if (check.status === 127) return known({ installed: false, complaint: "" });
    if (check.status === 124 || check.status === 137) return unreadable("visudo did not end in time");
    if (check.status === 0) return known({ installed: true, complaint: "" });
    // never the rule itself: only file, line and kind of error
    const said = /^\S+:\d+:(?:\d+:)? .{0,80}|^\S+: bad .{0,80}/m.exec(`${check.stderr}\n${check.stdout}`)?.[0];
    return known({ installed: true, complaint: said ?? `visudo ends with status ${check.status}` });
  },
});

export function isSudoRule({ path }: FileRecord): boolean {
  return path === "/etc/sudoers" || path.startsWith("/etc/sudoers.d/");
}

/** Whether anybody but root can change it, or read a rule. */
export function isOpenSudoFile(file: FileRecord): boolean {
  const program = file.kind === "directory" || file.path === "/usr/bin/sudo";
  const most = program ? 0o7755 : isSudoRule(file) ? 0o640 : 0o644;
  return file.owner !== "root" || (file.mode & ~most) !== 0 || (file.group !== "root" && (file.mode & 0o020) !== 0);
}
