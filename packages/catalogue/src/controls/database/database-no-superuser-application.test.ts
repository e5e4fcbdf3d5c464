import { testControl } from "../../../testing/test-control.ts";
import { mariadbAccount, postgresqlAccount, usedMariadb, withDatabase } from "../../../testing/database-examples.ts";
import { databaseNoSuperuserApplication } from "./database-no-superuser-application.ts";

testControl(databaseNoSuperuserApplication, {
  holds: {
    "an ordinary account": {
      facts: { mysql: { state: "answers", server: usedMariadb }, postgresql: { state: "absent" } },
      wanted: withDatabase(),
    },
    "an ordinary role": { facts: postgresqlAccount({}), wanted: withDatabase({ engine: "postgresql" }) },
  },
  broken: {
    "Debian 12 as installed, and the application uses root": {
      facts: mariadbAccount({}),
      wanted: withDatabase({ account: "root" }),
      because: /root/,
      stays: true,
    },
    "all privileges": { facts: mariadbAccount({ superuser: true }), wanted: withDatabase(), because: /superuser/ },
    "a superuser role": {
      facts: postgresqlAccount({ superuser: true }),
      wanted: withDatabase({ engine: "postgresql" }),
    },
    "an account that may do all, as captured": {
      facts: { mysql: { state: "answers", server: usedMariadb }, postgresql: { state: "absent" } },
      wanted: withDatabase({ account: "wide" }),
      because: /wide@%/,
    },
  },
  notApplicable: { "no database here": {} },
});
