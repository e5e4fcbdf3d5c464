import { defineControl, onlyWhere } from "@secondlock/model";
import { ordinaryTry } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord, readableByOthers } from "../../facts/file-records.ts";
import { isEnvironmentFile, leftFiles } from "../../facts/left-files.ts";
import { fileModes } from "../../states/file-modes.ts";

const wrong = (file: FileRecord): boolean => isEnvironmentFile(file) && readableByOthers(file);
const look = `find "$@" -maxdepth 4 -type f '(' -name '.env' -o -name '.env.*' -o -name '*.env' ')' ! -name '*example*' ! -name '*.sealed' ! -user "$(id -un)" -readable 2>/dev/null | head -n 3`;

export const environmentFilesModes = defineControl({
  id: "environment-files-modes",
  title: "No environment file can be read by everybody",
  why: "An .env holds the keys of the service, each one good without anything else.",
  severity: "high",
  area: "application",
  covers: ["R145", "R160", "R229"],
  applies: onlyWhere(
    (host) => host.application !== undefined || host.sites.length > 0,
    "the host serves no application and no site",
  ),
  facts: { left: leftFiles },
  verdict: ({ left }) => noneOf(left, wrong, { good: "none is readable by others", bad: "everybody can read" }),
  attempt: ordinaryTry({
    id: "read-environment-files",
    title: "look for a readable environment file as an ordinary account",
    commands: ({ application }) => [
      ["sh", "-c", look, "sh", "/srv", "/var/www", "/opt", ...(application ? [application.directory] : [])],
    ],
  }),
  fix: () => [
    fileModes(leftFiles, { files: "environment files that everybody can read", matches: wrong, most: 0o640 }),
  ],
  lock: (host) => ({ stops: ["read"], domains: [`host:${host.id}`] }),
  references: ["CWE-732", "https://12factor.net/config"],
});
