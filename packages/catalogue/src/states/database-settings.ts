import { defineState, type State } from "@secondlock/model";
import type { DatabaseState } from "../facts/database-server.ts";
import { mysqlServer } from "../facts/mysql-server.ts";
import { postgresqlServer } from "../facts/postgresql-server.ts";

/** Settings of MariaDB or MySQL in a drop-in that is read last; `effective` is what the server then says, where it differs. */
export function mysqlSettings(
  settings: Readonly<Record<string, string>>,
  effective: Readonly<Record<string, string>> = settings,
): State<DatabaseState> {
  return defineState({
    resource: "file:/etc/mysql/conf.d/zz-secondlock.cnf",
    text: `${inWords(settings)} in MariaDB or MySQL, where it is installed`,
    settings,
    fact: mysqlServer,
    settle: (state) => settled(state, effective),
  });
}

/** Settings of PostgreSQL in its conf.d, which beats the main file. */
export function postgresqlSettings(settings: Readonly<Record<string, string>>): State<DatabaseState> {
  return defineState({
    resource: "file:postgresql/conf.d/secondlock.conf",
    text: `${inWords(settings)} in PostgreSQL, where it is installed`,
    settings,
    fact: postgresqlServer,
    settle: (state) => settled(state, settings),
  });
}

function settled(state: DatabaseState, settings: Readonly<Record<string, string>>): DatabaseState {
  if (state.state !== "answers") return state;
  return { state: "answers", server: { ...state.server, settings: { ...state.server.settings, ...settings } } };
}

function inWords(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");
}
