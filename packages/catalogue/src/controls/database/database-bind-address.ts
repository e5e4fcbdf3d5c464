import { broken, byHand, defineControl, everyHost } from "@secondlock/model";
import { boundAddresses, isLoopbackName, isWideBind } from "../../facts/database-reach.ts";
import {
  bindTo,
  clientsWithoutPrivate,
  everyDatabase,
  hasClientsElsewhere,
  judgeDatabases,
} from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { mysqlSettings, postgresqlSettings } from "../../states/database-settings.ts";

export const databaseBindAddress = defineControl({
  id: "database-bind-address",
  title: "The database listens on a private address",
  why: "A database that listens on every address is one firewall mistake away from the internet.",
  severity: "high",
  area: "database",
  covers: ["R098", "R101"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, _engine, declared) => {
      const wide = boundAddresses(server).filter(isWideBind);
      if (hasClientsElsewhere(declared) && boundAddresses(server).every(isLoopbackName))
        return broken(`listens on the host itself only, and ${declared?.clients.join(", ")} cannot reach it`);
      return brokenBy(
        wide,
        "listens on",
        boundAddresses(server).length === 0
          ? "does not listen on the network"
          : `listens on ${boundAddresses(server).join(", ")}`,
      );
    }),
  attempt: {
    none: "that nothing answers proves the firewall or the address, not which of them: database-port-from-clients-only attempts it",
  },
  fix: (wanted) =>
    clientsWithoutPrivate(wanted)
      ? [
          byHand(
            "Declare the host's private address first (private:), or its clients lose the database; then bind to it.",
          ),
        ]
      : [
          mysqlSettings({ bind_address: bindTo(wanted), mysqlx_bind_address: "127.0.0.1" }),
          postgresqlSettings({ listen_addresses: bindTo(wanted) }),
        ],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: [
    "https://mariadb.com/kb/en/server-system-variables/#bind_address",
    "https://www.postgresql.org/docs/current/runtime-config-connection.html",
  ],
});
