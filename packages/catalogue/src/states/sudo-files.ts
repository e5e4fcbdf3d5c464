import type { State } from "@secondlock/model";
import type { FileList } from "../facts/file-records.ts";
import { isSudoRule, sudoFiles } from "../facts/sudo-files.ts";
import { fileModes } from "./file-modes.ts";

/** Rules are root's alone, mode 0440; directory and configuration may be read. */
export function sudoFilesClosed(): readonly State<FileList>[] {
  const owner = { owner: "root", group: "root" };
  const directory = "/etc/sudoers.d";
  return [
    fileModes(sudoFiles, {
      files: "/etc/sudoers, /etc/sudoers.d/*",
      matches: (file) => isSudoRule(file) && file.kind !== "directory",
      most: 0o440,
      ...owner,
    }),
    fileModes(sudoFiles, { files: directory, matches: ({ path }) => path === directory, most: 0o755, ...owner }),
    fileModes(sudoFiles, {
      files: "/etc/sudo.conf",
      matches: ({ path }) => path === "/etc/sudo.conf",
      most: 0o644,
      ...owner,
    }),
  ];
}
