import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { cronFiles, cronInstalled } from "../facts/cron-files.ts";
import type { FileList } from "../facts/file-records.ts";

const path = "/etc/cron.allow";
/** crontab runs with this group, and has to read the file to let in whom it names. */
const group = "crontab";
const mode = 0o640;

/** An empty /etc/cron.allow: only root may make jobs. One that is there stays as it is. */
export function cronAllowed(): State<FileList> {
  return defineState({
    resource: `file:${path}`,
    text: `${path}, empty, so that only root makes jobs`,
    settings: { presence: "there" },
    fact: cronFiles,
    settle: (list) =>
      list.files.some((file) => file.path === path) || !cronInstalled(list)
        ? list
        : { ...list, files: [...list.files, { path, mode, owner: "root", group, kind: "file" as const }] },
    bring: cronAllowFile,
    costs: "Whoever makes jobs with crontab has to be named in /etc/cron.allow first.",
  });
}

/** Jobs that accounts have already go on running: cron asks the list only when one is made or changed. */
function cronAllowFile(_settings: Settings, list: FileList): readonly Change[] {
  if (!cronInstalled(list) || list.files.some((file) => file.path === path)) return [];
  return [{ kind: "file", path, content: (before) => before ?? "", mode, owner: "root", group }];
}
