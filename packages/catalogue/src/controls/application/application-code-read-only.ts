import { defineControl, onlyWhere, undecided } from "@secondlock/model";
import { applicationTree } from "../../facts/application-tree.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord } from "../../facts/file-records.ts";
import { declaredPaths, within } from "../../facts/guarded-files.ts";
import { fileModes } from "../../states/file-modes.ts";

export const applicationCodeReadOnly = defineControl({
  id: "application-code-read-only",
  title: "The application cannot change its own code",
  why: "An attacker who can make the application write a file makes it write code, and stays for good.",
  severity: "medium",
  area: "application",
  covers: ["R230"],
  applies: onlyWhere((host) => host.application !== undefined, "no application is declared"),
  facts: { tree: applicationTree },
  verdict({ tree }, wanted) {
    const { application } = wanted;
    if (!tree.files.some(({ path }) => path === application?.directory))
      return undecided(`${application?.directory} is not there`);
    // its configuration and keys have controls of their own
    const own = declaredPaths(wanted);
    const wrong = ({ path, owner, group, mode }: FileRecord): boolean =>
      !within(path, own) &&
      (owner === application?.user || (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && group === application?.user));
    return noneOf(tree, wrong, {
      good: "no file of the code belongs to it or can be written by it",
      bad: "it can change",
    });
  },
  attempt: { none: "a file of the application would have to be written" },
  fix: (wanted) => {
    const matches = ({ path }: FileRecord): boolean => !within(path, declaredPaths(wanted));
    return [
      fileModes(applicationTree, {
        files: `${wanted.application?.directory ?? ""} and all in it`,
        matches,
        most: 0o750,
        owner: "root",
        group: wanted.application?.user ?? "root",
      }),
    ];
  },
  lock: (host) => ({ stops: ["change"], domains: [`host:${host.id}`] }),
  references: ["CWE-732", "man systemd.exec (ProtectSystem)"],
});
