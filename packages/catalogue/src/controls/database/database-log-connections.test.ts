import { testControl } from "../../../testing/test-control.ts";
import {
  mariadbSettings,
  onlyMariadb,
  onlyPostgresql,
  postgresqlSettingsOf,
} from "../../../testing/database-examples.ts";
import { databaseLogConnections } from "./database-log-connections.ts";

testControl(databaseLogConnections, {
  holds: {
    "MariaDB on Debian 12 as installed": { facts: onlyMariadb() },
    "both switched on": { facts: postgresqlSettingsOf({ log_connections: "on", log_disconnections: "on" }) },
    "PostgreSQL 18 with its list": {
      facts: postgresqlSettingsOf({ log_connections: "receipt,authentication", log_disconnections: "on" }),
    },
  },
  broken: {
    "PostgreSQL on Debian 12 as installed": { facts: onlyPostgresql(), because: /log_connections, log_disconnections/ },
    "MariaDB, switched off": { facts: mariadbSettings({ log_warnings: "0" }) },
    "MySQL on Ubuntu 24.04 as installed": {
      facts: mariadbSettings({ version: "8.0.45-0ubuntu0.24.04.1", log_error_verbosity: "2" }),
    },
  },
});
