import { testControl } from "../../../testing/test-control.ts";
import {
  mariadbSettings,
  onlyMariadb,
  onlyPostgresql,
  stockPostgresql,
  withDatabase,
} from "../../../testing/database-examples.ts";
import { databaseTlsRequired } from "./database-tls-required.ts";

const open = { ...stockPostgresql.settings, listen_addresses: "10.0.0.2" };
const ruleOf = (type: string) => ({
  line: 110,
  type,
  database: "shop",
  user: "shop",
  from: "10.0.0.2/255.255.255.255",
  method: "scram-sha-256",
});

testControl(databaseTlsRequired, {
  holds: {
    "MariaDB on Debian 12 as installed: the loopback": { facts: onlyMariadb(), because: /itself/ },
    "PostgreSQL on Debian 12 as installed: the loopback": { facts: onlyPostgresql() },
    "MariaDB wants encryption": {
      facts: mariadbSettings({ bind_address: "10.0.0.2", require_secure_transport: "ON" }),
    },
    hostssl: { facts: onlyPostgresql({ settings: open, rules: [ruleOf("hostssl")] }) },
  },
  broken: {
    "MariaDB on the private network": { facts: mariadbSettings({ bind_address: "10.0.0.2" }), because: /off/ },
    "the loopback, with a client on another host": {
      facts: onlyMariadb(),
      wanted: withDatabase(),
      because: /off/,
    },
    "host instead of hostssl": {
      facts: onlyPostgresql({ settings: open, rules: [ruleOf("host")] }),
      because: /line 110/,
    },
    "ssl switched off": { facts: onlyPostgresql({ settings: { ...open, ssl: "off" } }), because: /ssl is off/ },
  },
});
