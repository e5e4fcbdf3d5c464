import { defineControl, everyHost } from "@secondlock/model";
import { openToFiles } from "../../facts/database-faults.ts";
import { everyDatabase, judgeDatabases } from "../../facts/database-verdict.ts";
import { mysqlServer } from "../../facts/mysql-server.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { postgresqlServer } from "../../facts/postgresql-server.ts";
import { mysqlSettings } from "../../states/database-settings.ts";
import { filesForRootOnly } from "../../states/mysql-accounts.ts";
import { fileRolesTaken } from "../../states/postgresql-roles.ts";

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
    mysqlSettings({ local_infile: "OFF", secure_file_priv: "/etc/mysql/files/" }),
    filesForRootOnly(),
    fileRolesTaken(),
  ],
  references: [
    "https://mariadb.com/kb/en/grant/#global-privileges",
    "https://www.postgresql.org/docs/current/predefined-roles.html",
  ],
});
