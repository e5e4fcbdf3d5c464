import { defineState, type Fact, type State } from "@secondlock/model";
import { type FileList, type FileRecord, writableByOthers } from "../facts/file-records.ts";
import { modesChanges } from "./modes-changes.ts";

/** Whoever owns such a folder removes anybody's files in it all the same (man 1 chmod). */
const shared = ["/tmp", "/var/tmp", "/dev/shm"];

/** Folders that everybody may write have the sticky bit, and those of the system belong to root. */
export function stickyFolders(fact: Fact<FileList>): State<FileList> {
  return defineState({
    resource: "file:folders that everybody can write",
    text: "the sticky bit on folders that everybody can write, and root as the owner of /tmp, /var/tmp and /dev/shm",
    settings: { mode: "sticky", "owner of /tmp, /var/tmp, /dev/shm": "root" },
    fact,
    settle: (list) => ({ ...list, files: list.files.map(sticky) }),
    // one for each fact: every list of folders is gone through
    bring: (_settings, list) => modesChanges(list.files, sticky),
    costs: "In these folders an account removes and renames only its own files.",
  });
}

function sticky(file: FileRecord): FileRecord {
  return file.kind === "directory" && writableByOthers(file)
    ? { ...file, mode: file.mode | 0o1000, owner: shared.includes(file.path) ? "root" : file.owner }
    : file;
}
