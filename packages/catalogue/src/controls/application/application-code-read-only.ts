import { defineControl, onlyWhere, undecided } from "@secondlock/model";
import { applicationTree, mayChange } from "../../facts/application-tree.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
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
    const { directory = "", user = "" } = wanted.application ?? {};
    if (!tree.files.some(({ path }) => path === directory)) return undecided(`${directory} is not there`);
    // its configuration and keys have controls of their own
    const own = declaredPaths(wanted);
    const said = { good: "no file of the code belongs to it or can be written by it", bad: "it can change" };
    return noneOf(tree, (file) => !within(file.path, own) && mayChange(file, user), said);
  },
  attempt: { none: "a file of the application would have to be written" },
  fix(wanted) {
    const { directory = "", user = "root" } = wanted.application ?? {};
    const rights = { files: `${directory} and all in it`, most: 0o750, owner: "root", group: user };
    return [fileModes(applicationTree, { ...rights, matches: ({ path }) => !within(path, declaredPaths(wanted)) })];
  },
  lock: (host) => ({ stops: ["change"], domains: [`host:${host.id}`] }),
  references: ["CWE-732", "man systemd.exec (ProtectSystem)"],
});
