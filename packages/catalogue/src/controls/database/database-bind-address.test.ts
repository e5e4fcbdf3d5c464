import { testControl } from "../../../testing/test-control.ts";
import {
  mariadbSettings,
  onlyMariadb,
  onlyPostgresql,
  postgresqlSettingsOf,
  withDatabase,
} from "../../../testing/database-examples.ts";
import { databaseBindAddress } from "./database-bind-address.ts";

testControl(databaseBindAddress, {
  holds: {
    "MariaDB on Debian 12 as installed: the loopback": { facts: onlyMariadb(), because: /127.0.0.1/ },
    "PostgreSQL on Debian 12 as installed": { facts: onlyPostgresql(), because: /localhost/ },
    "the private address": { facts: mariadbSettings({ bind_address: "10.0.0.2" }) },
    "no network at all": { facts: mariadbSettings({ skip_networking: "ON", bind_address: "*" }) },
  },
  broken: {
    "a client on another host, and the loopback only": {
      facts: onlyMariadb(),
      wanted: withDatabase(),
      because: /app-2 cannot reach it/,
    },
    "MariaDB on all addresses": { facts: mariadbSettings({ bind_address: "0.0.0.0" }), because: /0\.0\.0\.0/ },
    "the X plugin of MySQL, forgotten": {
      facts: mariadbSettings({ bind_address: "127.0.0.1", mysqlx_bind_address: "*" }),
    },
    "listen_addresses = '*'": { facts: postgresqlSettingsOf({ listen_addresses: "*" }) },
    "a public address beside the private one": {
      facts: postgresqlSettingsOf({ listen_addresses: "10.0.0.2, 203.0.113.7" }),
      because: /203/,
    },
  },
});
