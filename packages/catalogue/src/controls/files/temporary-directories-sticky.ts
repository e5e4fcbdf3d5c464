import { broken, defineControl, everyHost } from "@secondlock/model";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord, named, writableByOthers } from "../../facts/file-records.ts";
import { guardedFiles } from "../../facts/guarded-files.ts";
import { oddFiles } from "../../facts/odd-files.ts";
import { stickyFolders } from "../../states/sticky-folders.ts";

const shared = ["/tmp", "/var/tmp", "/dev/shm"];
const wrong = (file: FileRecord): boolean =>
  file.kind === "directory" && writableByOthers(file) && (file.mode & 0o1000) === 0;

export const temporaryDirectoriesSticky = defineControl({
  id: "temporary-directories-sticky",
  title: "In shared folders everybody removes only their own files",
  why: "Without the sticky bit one account replaces the file that another, or root, is about to use.",
  severity: "medium",
  area: "files",
  covers: ["R114", "R231"],
  applies: everyHost,
  facts: { odd: oddFiles, guarded: guardedFiles },
  verdict({ odd, guarded }) {
    const temporary = guarded.files.filter(
      (file) => shared.includes(file.path) && (wrong(file) || file.owner !== "root"),
    );
    if (temporary.length > 0) return broken(`not sticky, or not root's: ${named(temporary)}`);
    return noneOf(odd, wrong, { good: "every shared folder has the sticky bit", bad: "without the sticky bit" });
  },
  attempt: { none: "somebody's file would have to be removed" },
  fix: () => [stickyFolders(oddFiles), stickyFolders(guardedFiles)],
  references: ["CIS Debian 12 7.1.11", "man 1 chmod"],
});
