import { testControl } from "../../../testing/test-control.ts";
import {
  mariadbAccount,
  postgresqlAccount,
  usedMariadb,
  usedPostgresql,
  withDatabase,
} from "../../../testing/database-examples.ts";
import { databaseLeastPrivilege } from "./database-least-privilege.ts";

const four = ["SELECT", "INSERT", "UPDATE", "DELETE"].map((verb) => ({ on: "shop", verb }));

testControl(databaseLeastPrivilege, {
  holds: {
    "four verbs on the schema": { facts: mariadbAccount({ grants: four }), wanted: withDatabase() },
    "four verbs in PostgreSQL": {
      facts: postgresqlAccount({ grants: four }),
      wanted: withDatabase({ engine: "postgresql" }),
    },
  },
  broken: {
    "a role brings CREATE, as captured": {
      facts: { mysql: { state: "answers", server: usedMariadb }, postgresql: { state: "absent" } },
      wanted: withDatabase(),
      because: /CREATE on shop/,
    },
    "it owns the database, as captured": {
      facts: { mysql: { state: "absent" }, postgresql: { state: "answers", server: usedPostgresql } },
      wanted: withDatabase({ engine: "postgresql" }),
      because: /OWNER on shop/,
    },
    "another schema": {
      facts: mariadbAccount({ grants: [...four, { on: "mysql", verb: "SELECT" }] }),
      wanted: withDatabase(),
      because: /SELECT on mysql/,
    },
    everywhere: {
      facts: mariadbAccount({ grants: [{ on: "*", verb: "SELECT" }] }),
      wanted: withDatabase(),
      because: /everything/,
    },
    "rights of a whole role": {
      facts: postgresqlAccount({ grants: [{ on: "*", verb: "pg_read_all_data" }] }),
      wanted: withDatabase({ engine: "postgresql" }),
    },
  },
  notApplicable: { "no database here": {} },
});
