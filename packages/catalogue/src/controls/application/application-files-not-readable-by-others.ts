import { defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { ordinaryTry } from "../../attempts/ordinary-try.ts";
import { applicationTree } from "../../facts/application-tree.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { octal } from "../../facts/file-records.ts";
import { fileModes } from "../../states/file-modes.ts";

export const applicationFilesNotReadableByOthers = defineControl({
  id: "application-files-not-readable-by-others",
  title: "Other accounts cannot read the application's files",
  why: "Code tells an attacker where to push, and secrets end up in files where nobody meant them to be.",
  severity: "medium",
  area: "application",
  covers: ["R230", "R218"],
  applies: onlyWhere((host) => host.application !== undefined, "no application is declared"),
  facts: { tree: applicationTree },
  verdict({ tree }, { application }) {
    const top = tree.files.find(({ path }) => path === application?.directory);
    if (!top) return undecided(`${application?.directory} is not there`);
    // nobody gets past a closed folder
    if ((top.mode & 0o007) === 0) return holds(`${top.path} is closed to others (${octal(top.mode)})`);
    return noneOf(tree, ({ mode }) => (mode & 0o007) !== 0, { good: "no file is open", bad: "open to others" });
  },
  attempt: ordinaryTry({
    id: "list-application",
    title: "list the application's folder as an ordinary account",
    commands: ({ application }) => (application ? [["ls", "-A", application.directory]] : []),
  }),
  fix: ({ application }) => [
    fileModes(applicationTree, {
      files: `${application?.directory ?? "the application"} and all in it`,
      matches: ({ mode }) => (mode & 0o007) !== 0,
      most: 0o750,
      // the application itself may be one of the others
      ...(application === undefined ? {} : { group: application.user }),
    }),
  ],
  lock: (host) => ({ stops: ["read"], domains: [`host:${host.id}`] }),
  references: ["CWE-732"],
});
