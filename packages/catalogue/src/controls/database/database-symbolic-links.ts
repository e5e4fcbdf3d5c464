import { broken, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { mysqlSettings } from "../../states/database-settings.ts";

export const databaseSymbolicLinks = defineControl({
  id: "database-symbolic-links",
  title: "The database follows no symbolic links",
  why: "A link in the data directory lets an account read or overwrite files elsewhere.",
  severity: "low",
  area: "database",
  covers: ["R099"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, engine) => {
      if (engine === "postgresql") return notApplicable("PostgreSQL makes its own links only");
      const value = server.settings["have_symlink"];
      if (value === undefined) return holds("this server has no such setting");
      return /^(disabled|no|off)$/i.test(value)
        ? holds("symbolic links are off")
        : broken(`symbolic links are ${value.toLowerCase() === "yes" ? "followed" : value}`);
    }),
  attempt: { none: "a link in the data directory takes the database's own account" },
  fix: () => [mysqlSettings({ symbolic_links: "0" }, { have_symlink: "DISABLED" })],
  references: ["https://mariadb.com/kb/en/mariadbd-options/#-symbolic-links"],
});
