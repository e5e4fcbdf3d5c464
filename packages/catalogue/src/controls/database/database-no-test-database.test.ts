import { testControl } from "../../../testing/test-control.ts";
import { onlyMariadb } from "../../../testing/database-examples.ts";
import { databaseNoTestDatabase } from "./database-no-test-database.ts";

testControl(databaseNoTestDatabase, {
  holds: {
    "MariaDB on Debian 12 as installed": { facts: onlyMariadb() },
    "a schema that only sounds like it": { facts: onlyMariadb({ schemas: ["testimonials"] }) },
  },
  broken: { "as MySQL came for years": { facts: onlyMariadb({ schemas: ["shop", "test"] }), because: /test/ } },
});
