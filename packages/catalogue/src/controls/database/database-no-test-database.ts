import { defineControl, everyHost, notApplicable } from "@secondlock/model";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { testSchemasGone } from "../../states/mysql-test-schemas.ts";

export const databaseNoTestDatabase = defineControl({
  id: "database-no-test-database",
  title: "The database has no test schema",
  why: "Older servers open the schema test to every account, and nobody backs it up or watches it.",
  severity: "low",
  area: "database",
  covers: ["R097"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, engine) => {
      if (engine === "postgresql") return notApplicable("PostgreSQL makes no test schema");
      return brokenBy(
        server.schemas.filter((name) => name === "test" || name.startsWith("test_")),
        "present",
        "there is no test schema",
      );
    }),
  attempt: { none: "the database's own accounts and settings are not seen without a login to it" },
  fix: () => [testSchemasGone()],
  references: ["https://mariadb.com/kb/en/mariadb-secure-installation/"],
});
