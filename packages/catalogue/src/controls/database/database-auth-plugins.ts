import { defineControl, everyHost } from "@secondlock/model";
import { oldMethods } from "../../facts/database-faults.ts";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { postgresqlSettings } from "../../states/database-settings.ts";
import { rulesModern } from "../../states/postgresql-rules.ts";

export const databaseAuthPlugins = defineControl({
  id: "database-auth-plugins",
  title: "The database keeps passwords by a modern method",
  why: "Old methods send or keep passwords so that whoever listens or copies them can use them.",
  severity: "medium",
  area: "database",
  covers: ["R105", "R062"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, engine) => {
      const native = server.accounts.some(({ plugin }) => plugin === "mysql_native_password");
      const good = native
        ? "MariaDB's own method is in use, which is SHA-1 without salt; ed25519 is better"
        : "passwords are kept by a modern method";
      return brokenBy(oldMethods(server, engine), "old methods", good);
    }),
  attempt: { none: "the database's own accounts and settings are not seen without a login to it" },
  fix: () => [postgresqlSettings({ password_encryption: "scram-sha-256" }), rulesModern()],
  references: [
    "https://www.postgresql.org/docs/current/auth-password.html",
    "https://mariadb.com/kb/en/authentication-plugin-ed25519/",
  ],
});
