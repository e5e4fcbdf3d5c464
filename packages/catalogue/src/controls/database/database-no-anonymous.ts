import { defineControl, everyHost, notApplicable } from "@secondlock/model";
import { ordinaryTry } from "../../attempts/ordinary-try.ts";
import { accountTitle } from "../../facts/database-server.ts";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { anonymousGone } from "../../states/mysql-accounts.ts";

export const databaseNoAnonymous = defineControl({
  id: "database-no-anonymous",
  title: "The database has no account without a name",
  why: "An account without a name lets in whoever connects.",
  severity: "high",
  area: "database",
  covers: ["R097"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, engine) => {
      if (engine === "postgresql") return notApplicable("PostgreSQL has no accounts without a name");
      return brokenBy(
        server.accounts.filter(({ name }) => name === "").map(accountTitle),
        "without a name",
        "every account has a name",
      );
    }),
  attempt: ordinaryTry({
    id: "mysql-anonymous",
    title: "log in to MariaDB or MySQL by a name that nobody has",
    commands: () => [["mysql", "--no-defaults", "-u", "nobody-of-this-name", "-N", "-B", "-e", "SELECT 1"]],
  }),
  fix: () => [anonymousGone()],
  references: ["https://mariadb.com/kb/en/mariadb-secure-installation/"],
});
