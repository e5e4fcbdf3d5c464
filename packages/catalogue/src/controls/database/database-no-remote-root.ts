import { defineControl, everyHost } from "@secondlock/model";
import { superuserRules } from "../../facts/database-reach.ts";
import { accountTitle, isLocalHost } from "../../facts/database-server.ts";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { applicationsNoSuperusers, clientsOnly } from "../../states/database-clients.ts";
import { rootOnHostOnly } from "../../states/mysql-accounts.ts";

export const databaseNoRemoteRoot = defineControl({
  id: "database-no-remote-root",
  title: "The database's superuser logs in on the host only",
  why: "A superuser that the network reaches is the first that everybody tries.",
  severity: "high",
  area: "database",
  covers: ["R097", "R102"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, engine) => {
      const remote = server.accounts
        .filter(({ superuser, host }) => superuser && engine === "mysql" && !isLocalHost(host))
        .map(accountTitle);
      return brokenBy(
        [...remote, ...superuserRules(server)],
        "a superuser may come over the network",
        "superusers log in on the host only",
      );
    }),
  attempt: { none: "the database's own accounts and settings are not seen without a login to it" },
  fix: (wanted) => [rootOnHostOnly(), ...applicationsNoSuperusers(wanted), ...clientsOnly(wanted)],
  references: [
    "https://mariadb.com/kb/en/mariadb-secure-installation/",
    "https://www.postgresql.org/docs/current/auth-pg-hba-conf.html",
  ],
});
