import { defineControl, everyHost, holds } from "@secondlock/model";
import { inTheClear } from "../../facts/database-faults.ts";
import { boundAddresses, isLoopbackName } from "../../facts/database-reach.ts";
import { everyDatabase, hasClientsElsewhere, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { databaseEncrypted } from "../../states/database-settings.ts";
import { rulesEncrypted } from "../../states/postgresql-rules.ts";

export const databaseTlsRequired = defineControl({
  id: "database-tls-required",
  title: "Connections to the database are encrypted",
  why: "Passwords and rows go over the network between two hosts, where others may listen.",
  severity: "medium",
  area: "database",
  covers: ["R106", "R063", "R223", "R101"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, engine, declared) => {
      // it will listen on the private network as soon as its declared clients are let in
      if (!hasClientsElsewhere(declared) && boundAddresses(server).every(isLoopbackName))
        return holds("the server listens on the host itself only");
      return brokenBy(
        inTheClear(server, engine),
        "accepted without encryption",
        "connections over the network are encrypted",
      );
    }),
  attempt: { none: "the database's own accounts and settings are not seen without a login to it" },
  fix: (wanted) => [...databaseEncrypted(wanted), rulesEncrypted()],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: [
    "https://mariadb.com/kb/en/securing-connections-for-client-and-server/",
    "https://www.postgresql.org/docs/current/ssl-tcp.html",
  ],
});
