import { defineControl, everyHost } from "@secondlock/model";
import { ordinaryTry } from "../../attempts/ordinary-try.ts";
import { accountsOpen } from "../../facts/database-faults.ts";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { emptyPasswordsClosed } from "../../states/mysql-accounts.ts";
import { rulesAskPassword } from "../../states/postgresql-rules.ts";

export const databaseNoEmptyPasswords = defineControl({
  id: "database-no-empty-passwords",
  title: "No database account is open without a password",
  why: "An account without a password is open to every program that reaches the server.",
  severity: "high",
  area: "database",
  covers: ["R097", "R105", "R101"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server) => {
      return brokenBy(
        accountsOpen(server),
        "open without a password",
        "every account needs a password or the right local account",
      );
    }),
  attempt: ordinaryTry({
    id: "database-no-password",
    title: "log in to the database's superuser without a password",
    commands: () => [
      ["mysql", "--no-defaults", "-u", "root", "-N", "-B", "-e", "SELECT 1"],
      ["psql", "-XAtw", "-U", "postgres", "-d", "postgres", "-c", "SELECT 1"],
      ["psql", "-XAtw", "-h", "127.0.0.1", "-U", "postgres", "-d", "postgres", "-c", "SELECT 1"],
    ],
  }),
  fix: () => [emptyPasswordsClosed(), rulesAskPassword()],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: [
    "https://mariadb.com/kb/en/mariadb-secure-installation/",
    "https://www.postgresql.org/docs/current/auth-trust.html",
  ],
});
