import { testControl } from "../../../testing/test-control.ts";
import { databaseServiceUserNoShell } from "./database-service-user-no-shell.ts";

const account = (name: string, shell: string, more = {}) => ({
  files: { processes: [], directories: [], accounts: [{ name, shell, password: false, keys: false, ...more }] },
});

testControl(databaseServiceUserNoShell, {
  holds: { "MariaDB on Debian 12 as installed": { facts: account("mysql", "/bin/false") } },
  broken: {
    "PostgreSQL on Debian 12 as installed": { facts: account("postgres", "/bin/bash"), because: /bash/ },
    "somebody gave it a password": { facts: account("mysql", "/bin/false", { password: true }), because: /password/ },
    "somebody gave it a key": { facts: account("postgres", "/usr/sbin/nologin", { keys: true }), because: /keys/ },
  },
});
