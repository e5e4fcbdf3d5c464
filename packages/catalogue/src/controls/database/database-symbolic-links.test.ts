import { testControl } from "../../../testing/test-control.ts";
import { mariadbSettings, onlyMariadb } from "../../../testing/database-examples.ts";
import { databaseSymbolicLinks } from "./database-symbolic-links.ts";

testControl(databaseSymbolicLinks, {
  holds: { "switched off": { facts: mariadbSettings({ have_symlink: "DISABLED" }) } },
  broken: { "MariaDB on Debian 12 as installed": { facts: onlyMariadb(), because: /followed/ } },
});
