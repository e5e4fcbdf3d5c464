import { defineControl, everyHost, notApplicable } from "@secondlock/model";
import { databaseFiles } from "../../facts/database-files.ts";
import { everyDatabase } from "../../facts/database-verdict.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { databaseAccountsClosed } from "../../states/database-files.ts";

export const databaseServiceUserNoShell = defineControl({
  id: "database-service-user-no-shell",
  title: "Nobody logs in as the database's account",
  why: "The account that owns the data is for the server, and a login to it passes every other lock.",
  severity: "medium",
  area: "database",
  covers: ["R100", "R101"],
  applies: everyHost,
  each: everyDatabase,
  facts: { files: databaseFiles },
  verdict({ files }) {
    if (files.accounts.length === 0) return notApplicable("there is no account of a database server");
    const open = files.accounts.filter(
      ({ shell, password, keys }) => password || keys || !/\/(nologin|false)$/.test(shell),
    );
    return brokenBy(
      open.map(
        ({ name, shell, password, keys }) =>
          `${name} has ${password ? "a password" : keys ? "keys" : `the shell ${shell}`}`,
      ),
      "can be logged in to",
      "accounts of database servers have no login",
    );
  },
  attempt: { none: "becoming the account takes root" },
  fix: () => [databaseAccountsClosed()],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.4.2.7"],
});
