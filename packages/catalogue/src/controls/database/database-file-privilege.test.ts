import { testControl } from "../../../testing/test-control.ts";
import {
  mariadbAccount,
  mariadbSettings,
  onlyMariadb,
  onlyPostgresql,
  postgresqlAccount,
} from "../../../testing/database-examples.ts";
import { databaseFilePrivilege } from "./database-file-privilege.ts";

testControl(databaseFilePrivilege, {
  holds: {
    "a folder of its own": {
      facts: mariadbSettings({ local_infile: "OFF", secure_file_priv: "/var/lib/mysql-files/" }),
    },
    "PostgreSQL on Debian 12 as installed": { facts: onlyPostgresql() },
    "MySQL on Ubuntu 24.04 as installed": {
      facts: mariadbSettings({
        version: "8.0.45-0ubuntu0.24.04.1",
        local_infile: "OFF",
        secure_file_priv: "/var/lib/mysql-files/",
        secure_file_priv_null: "0",
      }),
    },
  },
  broken: {
    "MariaDB on Debian 12 as installed": {
      facts: onlyMariadb(),
      because: /local_infile is on, secure_file_priv is empty/,
    },
    "an account with FILE": { facts: mariadbAccount({ grants: [{ on: "*", verb: "FILE" }] }), because: /FILE/ },
    "a role of PostgreSQL that runs programs": {
      facts: postgresqlAccount({ grants: [{ on: "*", verb: "pg_execute_server_program" }] }),
      because: /pg_execute_server_program/,
    },
  },
});
