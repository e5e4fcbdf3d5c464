import { testControl } from "../../../testing/test-control.ts";
import {
  mariadbAccount,
  mariadbSettings,
  onlyMariadb,
  onlyPostgresql,
  postgresqlRule,
  usedMariadb,
} from "../../../testing/database-examples.ts";
import { databaseNoEmptyPasswords } from "./database-no-empty-passwords.ts";

testControl(databaseNoEmptyPasswords, {
  holds: {
    "MariaDB on Debian 12 as installed": { facts: onlyMariadb() },
    "PostgreSQL on Debian 12 as installed": { facts: onlyPostgresql() },
  },
  broken: {
    "an account without a password": { facts: mariadbAccount({ empty: true }), because: /shop@10.0.0.2/ },
    "the same, as captured": { facts: onlyMariadb({ accounts: usedMariadb.accounts }), because: /empty@localhost/ },
    "trust in pg_hba.conf": { facts: postgresqlRule({ method: "trust" }), because: /line 110/ },
    "left open after a lost password": {
      facts: mariadbSettings({ skip_grant_tables: "ON" }),
      because: /skip_grant_tables/,
      stays: true,
    },
  },
  attempt: {
    succeeds: { "root without a password": [{ kind: "ordinary-command", status: 0, output: "1" }] },
    refused: { "all are refused": [1, 2, 2].map((status) => ({ kind: "ordinary-command", status, output: "" })) },
  },
});
