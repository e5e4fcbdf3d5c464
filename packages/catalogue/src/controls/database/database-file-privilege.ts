import { byHand, defineControl, everyHost } from "@secondlock/model";
import { openToFiles } from "../../facts/database-faults.ts";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";

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
      return brokenBy(openToFiles(server, engine), "open to files", "no setting or account reaches files");
    }),
  attempt: { none: "the database's own accounts and settings are not seen without a login to it" },
  fix: () => [
    byHand(
      "MariaDB: local_infile = OFF, secure_file_priv = /var/lib/mysql-files, REVOKE FILE. PostgreSQL: REVOKE pg_read_server_files, pg_write_server_files and pg_execute_server_program.",
    ),
  ],
  references: [
    "https://mariadb.com/kb/en/grant/#global-privileges",
    "https://www.postgresql.org/docs/current/predefined-roles.html",
  ],
});
