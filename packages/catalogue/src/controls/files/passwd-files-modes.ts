import { defineControl, everyHost, undecided } from "@secondlock/model";
import { readAsOrdinary } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord, openBeyond } from "../../facts/file-records.ts";
import { guardedFiles, hasHashes, namesAccounts } from "../../facts/guarded-files.ts";
import { fileModes } from "../../states/file-modes.ts";

const secret = ["/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/security/opasswd"];
const byRoot = { owner: "root", group: "root" };
const wrong = (file: FileRecord): boolean =>
  file.owner !== "root" || (hasHashes(file) ? openBeyond(file, ["root", "shadow"]) : (file.mode & 0o022) !== 0);

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
    const files = guarded.files.filter((file) => hasHashes(file) || namesAccounts(file));
    if (!files.some(({ path }) => path === "/etc/shadow")) return undecided("/etc/shadow is not to be seen");
    return noneOf({ files, complete: true }, wrong, { good: `${files.length} files, none too open`, bad: "too open" });
  },
  attempt: readAsOrdinary("password-hashes", "the password hashes", () => secret),
  fix: () => [
    fileModes(guardedFiles, {
      ...byRoot,
      files: "/etc/shadow, gshadow",
      matches: hasHashes,
      most: 0o640,
      group: "shadow",
    }),
    fileModes(guardedFiles, { ...byRoot, files: "/etc/passwd, group", matches: namesAccounts, most: 0o644 }),
  ],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 7.1.1 to 7.1.10", "man 5 shadow"],
});
