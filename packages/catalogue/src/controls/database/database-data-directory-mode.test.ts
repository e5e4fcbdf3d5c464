import { testControl } from "../../../testing/test-control.ts";
import { databaseDataDirectoryMode } from "./database-data-directory-mode.ts";

const directory = (path: string, mode: string, owner: string) => ({
  files: { processes: [], accounts: [], directories: [{ path, mode, owner }] },
});

testControl(databaseDataDirectoryMode, {
  holds: {
    "PostgreSQL on Debian 12 as installed": { facts: directory("/var/lib/postgresql/15/main", "700", "postgres") },
    "group access of PostgreSQL": { facts: directory("/var/lib/postgresql/15/main", "750", "postgres") },
  },
  broken: {
    "MariaDB on Debian 12 as installed": { facts: directory("/var/lib/mysql", "755", "mysql"), because: /755/ },
    "it belongs to a person": { facts: directory("/srv/mysql", "700", "ada"), because: /ada/ },
  },
  attempt: {
    succeeds: { "a file is listed": [{ kind: "ordinary-command", status: 0, output: "ibdata1" }] },
    refused: { "nothing is": [{ kind: "ordinary-command", status: 0, output: "" }] },
  },
});
