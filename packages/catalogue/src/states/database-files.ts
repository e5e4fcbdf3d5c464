import { defineState, type State } from "@secondlock/model";
import { databaseFiles, type DatabaseFiles } from "../facts/database-files.ts";

/** Data directories that only the server's own account can look into. */
export function databaseDirectoriesPrivate(): State<DatabaseFiles> {
  return defineState({
    resource: "directory:database-data",
    text: "data directories belong to the server's account, with mode 700",
    settings: { mode: "700", owner: "the server's account" },
    fact: databaseFiles,
    settle: (files) => ({
      ...files,
      directories: files.directories.map((one) => ({
        ...one,
        mode: "700",
        owner: one.path.includes("postgresql") ? "postgres" : "mysql",
      })),
    }),
  });
}

/** Accounts of database servers that nobody can log in to. */
export function databaseAccountsClosed(): State<DatabaseFiles> {
  return defineState({
    resource: "account:database-servers",
    text: "the accounts of database servers have no shell, no password and no keys",
    settings: { shell: "/usr/sbin/nologin", password: "locked", keys: "none" },
    fact: databaseFiles,
    settle: (files) => ({
      ...files,
      accounts: files.accounts.map((one) => ({ ...one, shell: "/usr/sbin/nologin", password: false, keys: false })),
    }),
  });
}
