import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import type { DatabaseState } from "../facts/database-server.ts";
import { mysqlServer } from "../facts/mysql-server.ts";
import { postgresqlServer } from "../facts/postgresql-server.ts";
import { includedLast, setsOneOf } from "./included-last.ts";
import { managedFile, sorted } from "./managed-file.ts";

/** Options that no variable tells of. With `loose-` a server without such an option says so, and starts all the same. */
const noVariable = new Set(["symbolic_links"]);

const risk = "The server does not start while an address that it shall listen on is missing on the host.";

/** Settings of MariaDB or MySQL in a drop-in that is read last; `effective` is what the server then says, where it differs. */
export function mysqlSettings(
  settings: Readonly<Record<string, string>>,
  effective: Readonly<Record<string, string>> = settings,
): State<DatabaseState> {
  return defineState({
    resource: "file:mysql/zz-secondlock.cnf",
    text: `${inWords(settings)} in MariaDB or MySQL, where it is installed`,
    settings,
    fact: mysqlServer,
    settle: (state) => settled(state, effective),
    bring: mysqlFiles,
    costs: "MariaDB or MySQL starts anew once, which ends its open connections.",
    ...("bind_address" in settings ? { risk } : {}),
  });
}

/** Settings of PostgreSQL in its conf.d, which beats the main file. */
export function postgresqlSettings(settings: Readonly<Record<string, string>>): State<DatabaseState> {
  return defineState({
    resource: "file:postgresql/conf.d/zz-secondlock.conf",
    text: `${inWords(settings)} in PostgreSQL, where it is installed`,
    settings,
    fact: postgresqlServer,
    settle: (state) => settled(state, settings),
    bring: postgresqlFiles,
    costs: "PostgreSQL starts anew once, which ends its open connections.",
    ...("listen_addresses" in settings ? { risk } : {}),
  });
}

/** A server has only the settings that it told; the others belong to another engine. */
function settled(state: DatabaseState, settings: Readonly<Record<string, string>>): DatabaseState {
  if (state.state !== "answers") return state;
  const before = state.server.settings;
  const known = Object.entries(settings).filter(([name]) => before[name] !== undefined);
  return {
    state: "answers",
    server: { ...state.server, settings: { ...before, ...Object.fromEntries(known) } },
  };
}

function inWords(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");
}

/** MariaDB reads conf.d before its own folder, so the file lies in that one; MySQL likewise. */
function mysqlFiles(settings: Settings, state: DatabaseState): readonly Change[] {
  if (state.state !== "answers") return [];
  const engine = /mariadb/i.test(state.server.version) ? "mariadb" : "mysql";
  const folder = `/etc/mysql/${engine}.conf.d`;
  const path = `${folder}/zz-secondlock.cnf`;
  const lines = sorted(settings).flatMap(([name, value]) => {
    if (state.server.settings[name] !== undefined) return [`${name} = ${value}`];
    return noVariable.has(name) ? [`loose-${name} = ${value}`] : [];
  });
  if (lines.length === 0) return [];
  return [
    managedFile(path, "read after the other files, so that it wins.", ["[mysqld]", ...lines], { reload: "mariadb" }),
    includedLast(`/etc/mysql/${engine}.cnf`, {
      line: `!include ${path}`,
      place: (text) => text.replace(/\/$/, "") === `!includedir ${folder}`,
      beats: setsOneOf(Object.keys(settings)),
      reload: "mariadb",
    }),
  ];
}

function postgresqlFiles(settings: Settings, state: DatabaseState): readonly Change[] {
  const main = state.state === "answers" ? state.server.settings["config_file"] : undefined;
  if (state.state !== "answers" || main === undefined) return [];
  const path = `${main.slice(0, main.lastIndexOf("/"))}/conf.d/zz-secondlock.conf`;
  const lines = sorted(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  const beats = setsOneOf(Object.keys(settings));
  const data = state.server.settings["data_directory"];
  return [
    managedFile(path, "read after the other files, so that it wins.", lines, { reload: "postgresql" }),
    includedLast(main, {
      line: "include_if_exists = 'conf.d/zz-secondlock.conf' # Managed by Secondlock: read last",
      place: (text) => /^include_dir[ =]+'conf\.d'/.test(text),
      beats,
      reload: "postgresql",
    }),
    // what ALTER SYSTEM wrote is read after every file; to take its line out is what ALTER SYSTEM RESET does
    ...(data === undefined
      ? []
      : [
          {
            kind: "file",
            path: `${data}/postgresql.auto.conf`,
            content: (before: string | undefined) =>
              before
                ?.split("\n")
                .filter((line) => !beats(line))
                .join("\n"),
            reload: "postgresql",
          } as const,
        ]),
  ];
}
