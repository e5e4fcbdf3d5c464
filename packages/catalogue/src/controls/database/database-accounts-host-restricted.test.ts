import { testControl } from "../../../testing/test-control.ts";
import { mariadbAccount, onlyMariadb, onlyPostgresql, postgresqlRule } from "../../../testing/database-examples.ts";
import { databaseAccountsHostRestricted } from "./database-accounts-host-restricted.ts";

testControl(databaseAccountsHostRestricted, {
  holds: {
    "MariaDB on Debian 12 as installed": { facts: onlyMariadb() },
    "PostgreSQL on Debian 12 as installed": { facts: onlyPostgresql() },
    "one address": { facts: mariadbAccount({ host: "10.0.0.2" }) },
    "one address in pg_hba.conf": { facts: postgresqlRule({}) },
  },
  broken: {
    "from anywhere": { facts: mariadbAccount({ host: "%" }), because: /shop@%/ },
    "a whole network": { facts: mariadbAccount({ host: "10.0.%" }) },
    "a network with its mask": { facts: mariadbAccount({ host: "10.0.0.0/255.255.0.0" }) },
    "0.0.0.0/0 in pg_hba.conf": { facts: postgresqlRule({ from: "0.0.0.0/0.0.0.0" }), because: /line 110/ },
    "all of IPv6": { facts: postgresqlRule({ from: "::/::" }) },
    samenet: { facts: postgresqlRule({ from: "samenet" }) },
  },
});
