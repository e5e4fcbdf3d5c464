import { byHand, defineControl, onlyWhere } from "@secondlock/model";
import { databaseFiles } from "../../facts/database-files.ts";
import { listeners, listenerTitle } from "../../facts/listeners.ts";
import { brokenBy } from "../../facts/named-verdict.ts";

const databases = /^(mariadbd|mysqld|postgres|mongod)$/;
const applications =
  /^(nginx|apache2|httpd|caddy|haproxy|traefik|node|java|php-fpm|python|ruby|puma|gunicorn|uwsgi|dotnet|beam)/;

export const applicationNotOnDatabaseHost = defineControl({
  id: "application-not-on-database-host",
  title: "Application and database live on hosts of their own",
  why: "Whoever takes the application's host then stands before the database, not inside it.",
  severity: "medium",
  area: "services",
  covers: ["R034", "R035", "R071"],
  applies: onlyWhere(
    ({ role }) => role === "app" || role === "db",
    "the host is neither for the application nor for the database",
  ),
  facts: { sockets: listeners, files: databaseFiles },
  verdict({ sockets, files }, wanted) {
    if (wanted.role === "app") {
      const running = [
        ...new Set(files.processes.map(({ program }) => program).filter((program) => databases.test(program))),
      ];
      return brokenBy(running, "the application's host runs a database", "no database runs here");
    }
    const web = sockets.filter(
      ({ programs, address }) =>
        programs.some((name) => applications.test(name)) && address !== "127.0.0.1" && address !== "::1",
    );
    return brokenBy(web.map(listenerTitle), "the database's host runs an application", "no application runs here");
  },
  attempt: { none: "which host a program runs on is not seen from outside" },
  fix: () => [
    byHand(
      "Move the database to a host of its own, with a private address, and open its port to the application's host alone.",
    ),
  ],
  references: ["NIST SP 800-123 4.2.1"],
});
