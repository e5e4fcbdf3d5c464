import { broken, defineControl, undecided } from "@secondlock/model";
import { accountTitle } from "../../facts/database-server.ts";
import { everyDatabase, judgeDatabases, withDatabaseHere } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { applicationsNoSuperusers } from "../../states/database-clients.ts";

export const databaseNoSuperuserApplication = defineControl({
  id: "database-no-superuser-application",
  title: "The application is no superuser of the database",
  why: "Whoever bends one query of a superuser owns the whole server, its files and all other data.",
  severity: "high",
  area: "database",
  covers: ["R102"],
  applies: withDatabaseHere,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, _engine, declared) => {
      const name = declared?.account;
      if (name === undefined) return undecided("the service file names no account of the application");
      if (/^(root|postgres|mysql|sa)$/.test(name)) return broken(`the application logs in as ${name}`);
      const own = server.accounts.filter((account) => account.name === name);
      if (own.length === 0) return undecided(`the server has no account ${name}`);
      return brokenBy(
        own.filter(({ superuser }) => superuser).map(accountTitle),
        "has the powers of a superuser",
        `${name} is an ordinary account`,
      );
    }),
  attempt: { none: "the application's own password is not ours to use" },
  fix: applicationsNoSuperusers,
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: [
    "https://mariadb.com/kb/en/grant/#global-privileges",
    "https://www.postgresql.org/docs/current/role-attributes.html",
  ],
});
