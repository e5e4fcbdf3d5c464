import { byHand, defineControl, everyHost } from "@secondlock/model";
import { isMysql, isOn } from "../../facts/database-reach.ts";
import { accountTitle, type DatabaseServer } from "../../facts/database-server.ts";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";

const fileRoles = new Set(["pg_read_server_files", "pg_write_server_files", "pg_execute_server_program"]);

export const databaseFilePrivilege = defineControl({
  id: "database-file-privilege",
  title: "The database reads and writes no files for its users",
  why: "A query that can read a file reads the configuration of the host; one that can write plants a program.",
  severity: "medium",
  area: "database",
  covers: ["R102"],
  applies: everyHost,
  each: everyDatabase,
  facts: { mysql: mysqlServer, postgresql: postgresqlServer },
  verdict: (facts, wanted, instance) =>
    judgeDatabases(facts, wanted, instance, (server, engine) => {
      const powers = server.accounts
        .filter(({ superuser }) => !superuser)
        .flatMap((account) =>
          account.grants
            .filter(({ verb }) => fileRoles.has(verb))
            .map(({ verb }) => `${accountTitle(account)} has ${verb}`),
        );
      const files = server.accounts
        .filter(
          ({ grants, plugin }) =>
            grants.some(({ on, verb }) => on === "*" && verb === "FILE") && !/socket/.test(plugin),
        )
        .map((one) => `${accountTitle(one)} has FILE`);
      return brokenBy(
        [...openSettings(server, engine), ...powers, ...files],
        "open to files",
        "no setting or account reaches files",
      );
    }),
  attempt: { none: "the database's own accounts and settings are not seen without a login to it" },
  fix: () => [
    byHand(
      "MariaDB: local_infile = OFF, secure_file_priv = /var/lib/mysql-files, REVOKE FILE. PostgreSQL: REVOKE pg_read_server_files, pg_write_server_files and pg_execute_server_program.",
    ),
  ],
  references: ["CIS MariaDB 10.11 4.4, 4.6, 5.2", "https://www.postgresql.org/docs/current/predefined-roles.html"],
});

function openSettings(server: DatabaseServer, engine: "mysql" | "postgresql"): readonly string[] {
  if (engine === "postgresql") return [];
  // nothing set means no limit to MariaDB, and no files at all to MySQL
  const limited =
    (server.settings["secure_file_priv"] ?? "") !== "" ||
    (isMysql(server) && server.settings["secure_file_priv_null"] === "1");
  return [
    ...(isOn(server.settings["local_infile"]) ? ["local_infile is on"] : []),
    ...(limited ? [] : ["secure_file_priv is empty"]),
  ];
}
