import { defineState, type Fact, type State } from "@secondlock/model";
import { type FileList, writableByOthers } from "../facts/file-records.ts";

/** Folders that everybody may write belong to root and have the sticky bit. */
export function stickyFolders(fact: Fact<FileList>): State<FileList> {
  return defineState({
    resource: "file:folders that everybody can write",
    text: "chmod +t and chown root on folders that everybody can write",
    settings: { mode: "sticky", owner: "root" },
    fact,
    settle: (list) => ({
      ...list,
      files: list.files.map((file) =>
        file.kind === "directory" && writableByOthers(file)
          ? { ...file, mode: file.mode | 0o1000, owner: "root" }
          : file,
      ),
    }),
  });
}
