import { defineControl, everyHost, undecided } from "@secondlock/model";
import { readAsOrdinary } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord } from "../../facts/file-records.ts";
import { guardedFiles } from "../../facts/guarded-files.ts";
import { fileModes } from "../../states/file-modes.ts";

const isSecret = ({ path }: FileRecord): boolean => /^\/etc\/(g?shadow-?|security\/opasswd)$/.test(path);
const isPublic = ({ path }: FileRecord): boolean => /^\/etc\/(passwd-?|group-?|shells)$/.test(path);
const wrong = (file: FileRecord): boolean =>
  file.owner !== "root" ||
  (isSecret(file) && ((file.mode & 0o137) !== 0 || !["root", "shadow"].includes(file.group))) ||
  (isPublic(file) && (file.mode & 0o133) !== 0);

export const passwdFilesModes = defineControl({
  id: "passwd-files-modes",
  title: "Only root reads password hashes and changes accounts",
  why: "Whoever reads the hashes tries passwords at leisure; whoever writes these files is root.",
  severity: "high",
  area: "files",
  covers: ["R160", "R231"],
  applies: everyHost,
  facts: { guarded: guardedFiles },
  verdict({ guarded }) {
    const files = guarded.files.filter((file) => isSecret(file) || isPublic(file));
    if (!files.some(({ path }) => path === "/etc/shadow")) return undecided("/etc/shadow is not to be seen");
    return noneOf({ files, complete: true }, wrong, {
      good: `${files.length} files, each with the rights that it needs`,
      bad: "too open",
    });
  },
  attempt: readAsOrdinary("password-hashes", "the password hashes", () => [
    "/etc/shadow",
    "/etc/shadow-",
    "/etc/gshadow",
    "/etc/gshadow-",
    "/etc/security/opasswd",
  ]),
  fix: () => [
    fileModes(guardedFiles, {
      files: "/etc/shadow, gshadow and their copies",
      matches: isSecret,
      most: 0o640,
      owner: "root",
      group: "shadow",
    }),
    fileModes(guardedFiles, {
      files: "/etc/passwd, group and their copies",
      matches: isPublic,
      most: 0o644,
      owner: "root",
      group: "root",
    }),
  ],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 7.1.1 to 7.1.10", "man 5 shadow"],
});
