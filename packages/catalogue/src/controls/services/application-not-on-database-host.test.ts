import { testControl } from "../../../testing/test-control.ts";
import { applicationNotOnDatabaseHost } from "./application-not-on-database-host.ts";

const none = { processes: [], directories: [], accounts: [] };

testControl(applicationNotOnDatabaseHost, {
  holds: {
    "Debian 12 as installed": { facts: { sockets: [], files: none } },
    "a database host with its database": {
      facts: {
        sockets: [{ protocol: "tcp", address: "10.0.0.3", port: 5432, programs: ["postgres"] }],
        files: { ...none, processes: [{ program: "postgres", user: "postgres" }] },
      },
      wanted: { role: "db" },
    },
  },
  broken: {
    "all on one host": {
      facts: { sockets: [], files: { ...none, processes: [{ program: "mariadbd", user: "mysql" }] } },
      because: /mariadbd/,
    },
    "a web server beside the database": {
      facts: { sockets: [{ protocol: "tcp", address: "*", port: 80, programs: ["nginx"] }], files: none },
      wanted: { role: "db" },
      because: /nginx/,
    },
  },
  notApplicable: { "a backup host": { role: "backup" } },
});
