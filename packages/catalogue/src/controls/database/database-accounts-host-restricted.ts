import { defineControl, everyHost } from "@secondlock/model";
import { isWideHost, isWideRule, remoteRules, ruleTitle } from "../../facts/database-reach.ts";
import { accountTitle } from "../../facts/database-server.ts";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { clientsOnly } from "../../states/database-clients.ts";
import { anonymousGone, rootOnHostOnly } from "../../states/mysql-accounts.ts";

export const databaseAccountsHostRestricted = defineControl({
  id: "database-accounts-host-restricted",
  title: "Database accounts work from the application's host only",
  why: "A password that leaks is of no use to whoever cannot log in from where they are.",
  severity: "high",
  area: "database",
  covers: ["R104", "R062", "R043", "R101"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, engine) => {
      const accounts = server.accounts.filter(({ host }) => engine === "mysql" && isWideHost(host)).map(accountTitle);
      return brokenBy(
        [...accounts, ...remoteRules(server).filter(isWideRule).map(ruleTitle)],
        "accepted from many addresses",
        "each account and rule names its hosts",
      );
    }),
  attempt: { none: "the database's own accounts and settings are not seen without a login to it" },
  fix: (wanted) => [anonymousGone(), rootOnHostOnly(), ...clientsOnly(wanted)],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: [
    "https://mariadb.com/kb/en/create-user/#account-names",
    "https://www.postgresql.org/docs/current/auth-pg-hba-conf.html",
  ],
});
