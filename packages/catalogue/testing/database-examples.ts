import type { DatabaseWanted, HostWanted } from "@secondlock/model";
import type { DatabaseAccount, DatabaseServer, DatabaseState } from "../src/facts/database-server.ts";
import { parseMysql } from "../src/facts/mysql-server.ts";
import { parsePostgresql } from "../src/facts/postgresql-server.ts";
import { recordedDatabases } from "./database-recordings.ts";
import { printed } from "./firewall-examples.ts";

function server(state: ReturnType<typeof parseMysql>): DatabaseServer {
  if (!state.known || state.value.state !== "answers") throw new Error("the recording does not parse");
  return state.value.server;
}

/** As the packages of Debian 12 leave them. */
export const stockMariadb = server(parseMysql({ answers: printed(recordedDatabases.mariadbStock) }));
export const stockPostgresql = server(parsePostgresql({ server: printed(recordedDatabases.postgresqlStock) }));
/** With a few accounts that people make. */
export const usedMariadb = server(parseMysql({ answers: printed(recordedDatabases.mariadbUsed) }));
export const usedPostgresql = server(
  parsePostgresql({
    server: printed(recordedDatabases.postgresqlUsed),
    "in shop": printed(recordedDatabases.postgresqlInside),
  }),
);

type Changes = Partial<DatabaseServer>;

export function onlyMariadb(changes: Changes = {}): { mysql: DatabaseState; postgresql: DatabaseState } {
  return { mysql: { state: "answers", server: { ...stockMariadb, ...changes } }, postgresql: { state: "absent" } };
}

export function onlyPostgresql(changes: Changes = {}): { mysql: DatabaseState; postgresql: DatabaseState } {
  return { mysql: { state: "absent" }, postgresql: { state: "answers", server: { ...stockPostgresql, ...changes } } };
}

export function mariadbSettings(settings: Readonly<Record<string, string>>): {
  mysql: DatabaseState;
  postgresql: DatabaseState;
} {
  return onlyMariadb({ settings: { ...stockMariadb.settings, ...settings } });
}

export function postgresqlSettingsOf(settings: Readonly<Record<string, string>>): {
  mysql: DatabaseState;
  postgresql: DatabaseState;
} {
  return onlyPostgresql({ settings: { ...stockPostgresql.settings, ...settings } });
}

export function mariadbAccount(account: Partial<DatabaseAccount>): { mysql: DatabaseState; postgresql: DatabaseState } {
  return onlyMariadb({ accounts: [...stockMariadb.accounts, accountOf(account)] });
}

export function postgresqlAccount(account: Partial<DatabaseAccount>): {
  mysql: DatabaseState;
  postgresql: DatabaseState;
} {
  return onlyPostgresql({
    accounts: [...stockPostgresql.accounts, accountOf({ plugin: "scram-sha-256", host: "", ...account })],
  });
}

function accountOf(account: Partial<DatabaseAccount>): DatabaseAccount {
  return {
    name: "shop",
    host: "10.0.0.2",
    plugin: "mysql_native_password",
    empty: false,
    superuser: false,
    grants: [],
    ...account,
  };
}

/** The example host as the one that has the shop's database. */
export function withDatabase(changes: Partial<DatabaseWanted> = {}): Partial<HostWanted> {
  const database: DatabaseWanted = {
    name: "main",
    engine: "mariadb",
    host: "app-1",
    account: "shop",
    schema: "shop",
    port: 3306,
    clients: ["app-2"],
    backups: [],
    ...changes,
  };
  return { databases: [database] };
}

/** Lets in the application's host, by the given rule of pg_hba.conf. */
export function postgresqlRule(rule: Partial<DatabaseServer["rules"][number]>): {
  mysql: DatabaseState;
  postgresql: DatabaseState;
} {
  return onlyPostgresql({
    rules: [
      ...stockPostgresql.rules,
      {
        line: 110,
        type: "hostssl",
        database: "shop",
        user: "shop",
        from: "10.0.0.2/255.255.255.255",
        method: "scram-sha-256",
        ...rule,
      },
    ],
  });
}
