import { defineControl, undecided } from "@secondlock/model";
import { moreThanRows } from "../../facts/database-faults.ts";
import { everyDatabase, judgeDatabases, withDatabaseHere } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { applicationsWithRows } from "../../states/database-clients.ts";

export const databaseLeastPrivilege = defineControl({
  id: "database-least-privilege",
  title: "The application has four verbs on one schema",
  why: "An application that can only read and write rows cannot drop a table, read a file or see another schema.",
  severity: "medium",
  area: "database",
  covers: ["R103", "R101"],
  applies: withDatabaseHere,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, _engine, declared) => {
      const own = server.accounts.filter(({ name }) => name === declared?.account);
      if (declared?.account === undefined || own.length === 0)
        return undecided(
          `the server has no account ${declared?.account ?? "of the application, for none is declared"}`,
        );
      return brokenBy(
        moreThanRows(own, declared.schema),
        `${declared.account} has more`,
        `${declared.account} has the four verbs at most`,
      );
    }),
  attempt: { none: "the application's own password is not ours to use" },
  fix: applicationsWithRows,
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["https://mariadb.com/kb/en/grant/", "https://www.postgresql.org/docs/current/ddl-priv.html"],
});
