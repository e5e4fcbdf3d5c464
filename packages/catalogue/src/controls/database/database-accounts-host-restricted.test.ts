import type { HostWanted } from "@secondlock/model";
import { testControl } from "../../../testing/test-control.ts";
import {
  mariadbAccount,
  onlyMariadb,
  onlyPostgresql,
  postgresqlRule,
  withDatabase,
} from "../../../testing/database-examples.ts";
import { databaseAccountsHostRestricted } from "./database-accounts-host-restricted.ts";

const declared = (engine: "mariadb" | "postgresql" = "mariadb"): Partial<HostWanted> => ({
  ...withDatabase({ engine }),
  neighbours: [{ id: "app-2", addresses: ["10.0.0.9", "2001:db8::9"] }],
});

testControl(databaseAccountsHostRestricted, {
  holds: {
    "MariaDB on Debian 12 as installed": { facts: onlyMariadb() },
    "PostgreSQL on Debian 12 as installed": { facts: onlyPostgresql() },
    "one address": { facts: mariadbAccount({ host: "10.0.0.2" }) },
    "one address in pg_hba.conf": { facts: postgresqlRule({}) },
  },
  broken: {
    "from anywhere": { facts: mariadbAccount({ host: "%" }), wanted: declared(), because: /shop@%/ },
    "from anywhere, and nobody declares it": { facts: mariadbAccount({ host: "%" }), stays: true },
    "a whole network": { facts: mariadbAccount({ host: "10.0.%" }), wanted: declared() },
    "a network with its mask": { facts: mariadbAccount({ host: "10.0.0.0/255.255.0.0" }), wanted: declared() },
    "0.0.0.0/0 in pg_hba.conf": {
      facts: postgresqlRule({ from: "0.0.0.0/0.0.0.0" }),
      wanted: declared("postgresql"),
      because: /line 110/,
    },
    "all of IPv6": { facts: postgresqlRule({ from: "::/::" }), wanted: declared("postgresql") },
    samenet: { facts: postgresqlRule({ from: "samenet" }), wanted: declared("postgresql") },
  },
});
