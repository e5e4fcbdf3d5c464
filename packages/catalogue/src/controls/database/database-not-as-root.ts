import { byHand, defineControl, everyHost, notApplicable } from "@secondlock/model";
import { databaseFiles } from "../../facts/database-files.ts";
import { everyDatabase } from "../../facts/database-verdict.ts";
import { brokenBy } from "../../facts/named-verdict.ts";

export const databaseNotAsRoot = defineControl({
  id: "database-not-as-root",
  title: "The database does not run as root",
  why: "A hole in a database that runs as root is a hole in the whole host.",
  severity: "high",
  area: "database",
  covers: ["R100", "R101"],
  applies: everyHost,
  each: everyDatabase,
  facts: { files: databaseFiles },
  verdict({ files }) {
    if (files.processes.length === 0) return notApplicable("no database server runs");
    const root = files.processes.filter(({ user }) => user === "root").map(({ program }) => program);
    return brokenBy(
      root,
      "runs as root",
      files.processes.map(({ program, user }) => `${program} runs as ${user}`).join(", "),
    );
  },
  attempt: { none: "the account of a process is not seen from outside" },
  fix: () => [byHand("Set user = mysql in the server's configuration, or start it by the unit of its package.")],
  references: ["https://mariadb.com/kb/en/mariadbd-options/#-user"],
});
