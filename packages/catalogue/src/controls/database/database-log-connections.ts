import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { isMysql } from "../../facts/database-reach.ts";
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
      if (engine === "postgresql") {
        const off = ["log_connections", "log_disconnections"].filter((name) => !logs(server.settings[name]));
        return brokenBy(off, "off", "connections and their ends are logged");
      }
      const level = Number(isMysql(server) ? server.settings["log_error_verbosity"] : server.settings["log_warnings"]);
      return level >= (isMysql(server) ? 3 : 2)
        ? holds("refused logins are logged")
        : broken("refused logins are not logged");
    }),
  attempt: { none: "a login that fails on purpose would count against the account" },
  fix: () => [
    mysqlSettings({ log_warnings: "2", log_error_verbosity: "3" }),
    postgresqlSettings({ log_connections: "on", log_disconnections: "on" }),
  ],
  lock: (wanted) => ({ stops: ["unnoticed"], domains: [`host:${wanted.id}`] }),
  references: ["https://www.postgresql.org/docs/current/runtime-config-logging.html", "CIS MariaDB 10.11 6.2"],
});

/** PostgreSQL 18 takes a list of what to log; before it was on or off. */
function logs(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "off";
}
