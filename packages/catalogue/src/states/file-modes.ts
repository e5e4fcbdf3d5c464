import { defineState, type Fact, type State } from "@secondlock/model";
import { type FileList, type FileRecord, octal } from "../facts/file-records.ts";
import { modesChanges } from "./modes-changes.ts";

export interface FileModesWanted {
  /** The files in words or as a pattern, e.g. `/etc/monit/*`. */
  readonly files: string;
  readonly matches: (file: FileRecord) => boolean;
  /** Most bits that a file may have; bits are only ever taken away. */
  readonly most: number;
  readonly owner?: string;
  readonly group?: string;
}

/** Takes permission bits away, and sets the owner where one is given. Content stays as it is. */
export function fileModes(
  fact: Fact<FileList>,
  { files, matches, most, owner, group }: FileModesWanted,
): State<FileList> {
  const settings = {
    mode: `at most ${octal(most)}`,
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
  };
  // a link has no rights of its own, and what it names may be anything
  const closed = (file: FileRecord): FileRecord =>
    file.kind !== "link" && matches(file)
      ? { ...file, mode: file.mode & most, owner: owner ?? file.owner, group: group ?? file.group }
      : file;
  return defineState({
    resource: `file:${files}`,
    text: `${files}: ${Object.entries(settings)
      .map(([key, value]) => `${key} ${value}`)
      .join(", ")}`,
    settings,
    fact,
    settle: (list) => ({ ...list, files: list.files.map(closed) }),
    bring: (_settings, list) => modesChanges(list.files, closed),
    risk: "A program that got at one of these files by the rights that go now is refused.",
  });
}
