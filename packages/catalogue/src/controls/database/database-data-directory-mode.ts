import { defineControl, everyHost, notApplicable } from "@secondlock/model";
import { ordinaryTry } from "../../attempts/ordinary-try.ts";
import { databaseFiles } from "../../facts/database-files.ts";
import { everyDatabase } from "../../facts/database-verdict.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { databaseDirectoriesPrivate } from "../../states/database-files.ts";

export const databaseDataDirectoryMode = defineControl({
  id: "database-data-directory-mode",
  title: "Only the database reads its files",
  why: "Whoever can read the files of a database reads every row, whatever its accounts may do.",
  severity: "medium",
  area: "database",
  covers: ["R099", "R101"],
  applies: everyHost,
  each: everyDatabase,
  facts: { files: databaseFiles },
  verdict({ files }) {
    if (files.directories.length === 0) return notApplicable("there is no data directory of a database");
    const open = files.directories.filter(
      ({ mode, owner }) => /[1-7]$/.test(mode) || !/^[0-7]*7[05][0-7]$/.test(mode) || !/^(mysql|postgres)$/.test(owner),
    );
    return brokenBy(
      open.map(({ path, mode, owner }) => `${path} has mode ${mode} and belongs to ${owner}`),
      "others can look in",
      "data directories belong to the database alone",
    );
  },
  attempt: ordinaryTry({
    id: "database-directory",
    title: "list the data directories of databases as an ordinary account",
    commands: () => [
      ["sh", "-c", 'for d in /var/lib/mysql /var/lib/postgresql/*/main; do ls "$d" 2>/dev/null; done | head -n 1'],
    ],
  }),
  fix: () => [databaseDirectoriesPrivate()],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS MariaDB 10.11, file permissions", "https://www.postgresql.org/docs/current/creating-cluster.html"],
});
