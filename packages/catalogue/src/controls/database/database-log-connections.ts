import { defineControl, everyHost } from "@secondlock/model";
import { loginsNotLogged } from "../../facts/database-faults.ts";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { mysqlSettings, postgresqlSettings } from "../../states/database-settings.ts";

export const databaseLogConnections = defineControl({
  id: "database-log-connections",
  title: "The database logs who connects",
  why: "Without a record of logins nobody can tell afterwards who was in the data.",
  severity: "low",
  area: "database",
  covers: ["R101"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, engine) => {
      return brokenBy(loginsNotLogged(server, engine), "not logged", "logins are logged");
    }),
  attempt: { none: "a login that fails on purpose would count against the account" },
  fix: () => [
    mysqlSettings({ log_warnings: "2", log_error_verbosity: "3" }),
    postgresqlSettings({ log_connections: "on", log_disconnections: "on" }),
  ],
  lock: (wanted) => ({ stops: ["unnoticed"], domains: [`host:${wanted.id}`] }),
  references: [
    "https://www.postgresql.org/docs/current/runtime-config-logging.html",
    "https://mariadb.com/kb/en/server-system-variables/#log_warnings",
  ],
});
