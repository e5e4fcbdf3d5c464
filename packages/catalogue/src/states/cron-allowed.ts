import { defineState, type State } from "@secondlock/model";
import { cronFiles } from "../facts/cron-files.ts";
import type { FileList } from "../facts/file-records.ts";

const path = "/etc/cron.allow";

/** An empty /etc/cron.allow: only root may make jobs. One that is there stays as it is. */
export function cronAllowed(): State<FileList> {
  return defineState({
    resource: `file:${path}`,
    text: `${path}, empty, so that only root makes jobs`,
    settings: { presence: "there" },
    fact: cronFiles,
    settle: (list) =>
      list.files.some((file) => file.path === path)
        ? list
        : {
            ...list,
            files: [...list.files, { path, mode: 0o640, owner: "root", group: "root", kind: "file" as const }],
          },
  });
}
