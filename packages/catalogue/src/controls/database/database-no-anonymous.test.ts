import { testControl } from "../../../testing/test-control.ts";
import { mariadbAccount, onlyMariadb } from "../../../testing/database-examples.ts";
import { databaseNoAnonymous } from "./database-no-anonymous.ts";

testControl(databaseNoAnonymous, {
  holds: { "MariaDB on Debian 12 as installed": { facts: onlyMariadb() } },
  broken: {
    "as MySQL came for years": {
      facts: mariadbAccount({ name: "", host: "localhost" }),
      because: /without a name@localhost/,
    },
  },
  attempt: {
    succeeds: { "it lets in": [{ kind: "ordinary-command", status: 0, output: "1" }] },
    refused: { "access denied": [{ kind: "ordinary-command", status: 1, output: "" }] },
  },
});
