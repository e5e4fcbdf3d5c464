import { testControl } from "../../../testing/test-control.ts";
import {
  mariadbAccount,
  onlyMariadb,
  onlyPostgresql,
  postgresqlAccount,
  postgresqlRule,
  postgresqlSettingsOf,
  stockMariadb,
} from "../../../testing/database-examples.ts";
import { databaseAuthPlugins } from "./database-auth-plugins.ts";

testControl(databaseAuthPlugins, {
  holds: {
    "MariaDB on Debian 12 as installed": { facts: onlyMariadb() },
    "PostgreSQL on Debian 12 as installed": { facts: onlyPostgresql() },
    "an account by MariaDB's own method is told": { facts: mariadbAccount({}), because: /ed25519/ },
  },
  broken: {
    "md5 in pg_hba.conf": { facts: postgresqlRule({ method: "md5" }), because: /line 110/ },
    "plain passwords": { facts: postgresqlRule({ method: "password" }) },
    "an old hash": { facts: postgresqlAccount({ plugin: "md5" }), because: /shop by md5/, stays: true },
    "new passwords get an old hash": {
      facts: postgresqlSettingsOf({ password_encryption: "md5" }),
      because: /password_encryption/,
    },
    "MySQL's old method": {
      facts: onlyMariadb({
        version: "8.0.45-0ubuntu0.24.04.1",
        settings: { ...stockMariadb.settings, version: "8.0.45" },
        accounts: [
          ...stockMariadb.accounts,
          {
            name: "shop",
            host: "10.0.0.2",
            plugin: "mysql_native_password",
            empty: false,
            superuser: false,
            grants: [],
          },
        ],
      }),
      because: /mysql_native_password/,
      stays: true,
    },
    "before MySQL 4.1": { facts: mariadbAccount({ plugin: "mysql_old_password" }), stays: true },
  },
});
