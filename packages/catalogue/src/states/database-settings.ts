import { type Change, defineState, type HostWanted, type Settings, type State } from "@secondlock/model";
import type { DatabaseState } from "../facts/database-server.ts";
import { mysqlServer } from "../facts/mysql-server.ts";
import { postgresqlServer } from "../facts/postgresql-server.ts";
import { includedLast, setsOneOf } from "./included-last.ts";
import { managedFile, sorted } from "./managed-file.ts";

/** Options that no variable tells of. With `loose-` a server without such an option says so, and starts all the same. */
const noVariable = new Set(["symbolic_links"]);

/** No setting, but the names that a certificate of ours is made for. */
const certified = "certificate for";

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

/** TLS for whoever comes over the network; where the server has no certificate yet, it makes one for these names. */
export function databaseEncrypted({ id, privateAddresses }: HostWanted): readonly State<DatabaseState>[] {
  const names = { [certified]: [...privateAddresses, id].join(",") };
  const costs = (file: string): string =>
    `Clients that do not encrypt are turned away: switch TLS on in the application first. A new certificate is signed by itself: give its file (${file}) to the clients as the one that they trust.`;
  const mysql = mysqlSettings({ require_secure_transport: "ON", ...names });
  const postgresql = postgresqlSettings({ ssl: "on", ssl_min_protocol_version: "TLSv1.2", ...names });
  return [
    { ...mysql, costs: `${mysql.costs ?? ""} ${costs(certificates.mysql)}` },
    { ...postgresql, costs: `${postgresql.costs ?? ""} ${costs(certificates.postgresql)}` },
  ];
}

const certificates = { mysql: "/etc/mysql/tls/server.crt", postgresql: "/etc/ssl/secondlock/postgresql.crt" } as const;

/** A certificate of ours where there is none, and once there is one, the same for good. */
function certificateOf(
  engine: keyof typeof certificates,
  settings: Settings,
  present: string | undefined,
): { readonly changes: readonly Change[]; readonly files?: readonly [string, string] } {
  const path = certificates[engine];
  const names = settings[certified];
  if (names === undefined || (present !== undefined && present !== path)) return { changes: [] };
  const owner = engine === "mysql" ? "mysql" : "postgres";
  return {
    changes: [{ kind: "certificate", path, owner, names: names.split(",") }],
    files: [path, path.replace(/crt$/, "key")],
  };
}

function inWords(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .filter(([name]) => name !== certified)
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
  const { have_ssl: ssl, ssl_cert: present } = state.server.settings;
  const { changes, files } = certificateOf("mysql", settings, ssl === "YES" ? (present ?? "its own") : undefined);
  if (files) lines.push(`ssl_cert = ${files[0]}`, `ssl_key = ${files[1]}`);
  const folders =
    settings["secure_file_priv"] === undefined
      ? []
      : [
          managedFile(
            `${settings["secure_file_priv"]}README`,
            "queries read files here only, and none is written.",
            [],
          ),
        ];
  return [
    ...changes,
    ...folders,
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
  const { ssl, ssl_cert_file: present } = state.server.settings;
  const { changes, files } = certificateOf("postgresql", settings, ssl === "on" ? (present ?? "its own") : undefined);
  const own: Settings = files ? { ssl_cert_file: files[0], ssl_key_file: files[1] } : {};
  const lines = sorted({ ...settings, ...own })
    .filter(([name]) => name !== certified)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  const beats = setsOneOf(Object.keys(settings));
  const data = state.server.settings["data_directory"];
  return [
    ...changes,
    // the folder is the server's own on Debian, and nothing of root's is put there
    managedFile(path, "read after the other files, so that it wins.", lines, {
      owner: "postgres",
      group: "postgres",
      reload: "postgresql",
    }),
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
