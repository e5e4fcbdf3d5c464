import { testControl } from "../../../testing/test-control.ts";
import {
  mariadbAccount,
  onlyMariadb,
  onlyPostgresql,
  postgresqlRule,
  stockPostgresql,
} from "../../../testing/database-examples.ts";
import { databaseNoRemoteRoot } from "./database-no-remote-root.ts";

testControl(databaseNoRemoteRoot, {
  holds: {
    "MariaDB on Debian 12 as installed": { facts: onlyMariadb() },
    "PostgreSQL on Debian 12 as installed": { facts: onlyPostgresql() },
    "the rule names the application": { facts: postgresqlRule({}) },
    "a rule for all, and the superuser has no password": { facts: postgresqlRule({ user: "all" }) },
  },
  broken: {
    "root from anywhere": { facts: mariadbAccount({ name: "root", host: "%", superuser: true }), because: /root@%/ },
    "a rule for all, and the superuser has a password": {
      facts: onlyPostgresql({
        accounts: stockPostgresql.accounts.map((one) => ({ ...one, plugin: "scram-sha-256" })),
        rules: [{ line: 9, type: "host", database: "all", user: "all", from: "10.0.0.0/8", method: "scram-sha-256" }],
      }),
      because: /line 9/,
      stays: true,
    },
    "trust for all": { facts: postgresqlRule({ user: "all", method: "trust" }), stays: true },
  },
});
