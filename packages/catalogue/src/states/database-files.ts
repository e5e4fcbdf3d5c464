import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { type DatabaseDirectory, databaseFiles, type DatabaseFiles } from "../facts/database-files.ts";
import { modesChanges } from "./modes-changes.ts";

const nologin = "/usr/sbin/nologin";
const noShell = /\/(nologin|false)$/;

/** Data directories that only the server's own account can look into. */
export function databaseDirectoriesPrivate(): State<DatabaseFiles> {
  return defineState({
    resource: "directory:database-data",
    text: "data directories belong to the server's account, with mode 700",
    settings: { mode: "700", owner: "the server's account" },
    fact: databaseFiles,
    settle: (files) => ({ ...files, directories: files.directories.map(closed) }),
    bring: closeDirectories,
    costs: "Copying the files of a database, or looking for how large they are, takes sudo.",
    risk: "A backup that reads the files of the database under an account of its own stops working.",
  });
}

function closed(one: DatabaseDirectory): DatabaseDirectory {
  const { owner, mode } = one;
  // PostgreSQL can be made with access for its group, for backups (initdb, --allow-group-access)
  if (/^7[05]0$/.test(mode) && /^(mysql|postgres)$/.test(owner)) return one;
  // a directory can lie anywhere: whose it is, its owner knows best, and its path only when the owner is a stranger
  const account = owner === "postgres" || (owner !== "mysql" && /postgres|pgsql|pgdata/.test(one.path));
  return { ...one, mode: "700", owner: account ? "postgres" : "mysql" };
}

function closeDirectories(_settings: Settings, { directories }: DatabaseFiles): readonly Change[] {
  // both servers have a group of their own name, and the fact does not tell the present one
  const rights = ({ path, mode, owner }: DatabaseDirectory) => ({
    path,
    mode: Number.parseInt(mode, 8),
    owner,
    group: owner,
  });
  return directories.flatMap((one) => modesChanges([rights(one)], () => rights(closed(one))));
}

/** Accounts of database servers that nobody can log in to. */
export function databaseAccountsClosed(): State<DatabaseFiles> {
  return defineState({
    resource: "account:database-servers",
    text: "the accounts of database servers have no shell, no password and no keys",
    settings: { shell: nologin, password: "locked", keys: "none" },
    fact: databaseFiles,
    settle: (files) => ({
      ...files,
      accounts: files.accounts.map(({ name, shell }) => ({
        name,
        shell: noShell.test(shell) ? shell : nologin,
        password: false,
        keys: false,
      })),
    }),
    bring: closeAccounts,
    costs: "`su - postgres` opens no shell any more; `sudo -u postgres psql` goes on working.",
    risk: "Backup and replication that log in as this account over SSH (pgBackRest, Barman, repmgr) stop working.",
  });
}

function closeAccounts(_settings: Settings, { accounts }: DatabaseFiles): readonly Change[] {
  return accounts.flatMap(({ name, shell, password, keys, home }): readonly Change[] => {
    const wanted = {
      ...(noShell.test(shell) ? {} : { shell: nologin }),
      ...(password ? ({ password: "locked" } as const) : {}),
    };
    return [
      ...(Object.keys(wanted).length === 0 ? [] : [{ kind: "account", account: name, wanted } as const]),
      ...(keys && home !== undefined
        ? [{ kind: "file", path: `${home}/.ssh/authorized_keys`, content: () => undefined } as const]
        : []),
    ];
  });
}
