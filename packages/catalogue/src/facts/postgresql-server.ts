import { defineFact, type HostWanted, known, type RawOutputs, type Read, type Reading } from "@secondlock/model";
import {
  type AccessRule,
  type DatabaseAccount,
  type DatabaseServer,
  type DatabaseState,
  type Grant,
  mostAccounts,
} from "./database-server.ts";
import { lines, textOf } from "./raw-text.ts";

const settingNames = [
  "server_version",
  "listen_addresses",
  "port",
  "config_file",
  "hba_file",
  "data_directory",
  "ssl",
  "ssl_cert_file",
  "ssl_min_protocol_version",
  "password_encryption",
  "log_connections",
  "log_disconnections",
];

// of a password only its scheme is selected
const serverQueries = [
  `SELECT '@setting', name, setting FROM pg_settings WHERE name IN (${settingNames.map((name) => `'${name}'`).join()})`,
  "SELECT '@account', rolname, rolsuper, CASE WHEN rolpassword IS NULL THEN 'none' WHEN rolpassword LIKE 'SCRAM-SHA-256%' THEN 'scram-sha-256' WHEN rolpassword LIKE 'md5%' THEN 'md5' ELSE 'other' END, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_authid WHERE rolcanlogin LIMIT 2000",
  "SELECT '@member', m.rolname, r.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid=a.member JOIN pg_roles r ON r.oid=a.roleid LIMIT 5000",
  "SELECT '@database', datname, pg_get_userbyid(datdba) FROM pg_database WHERE NOT datistemplate LIMIT 2000",
  "SELECT '@rule', line_number, type, array_to_string(database,','), array_to_string(user_name,','), coalesce(address,''), coalesce(netmask,''), auth_method FROM pg_hba_file_rules WHERE error IS NULL LIMIT 2000",
  "SELECT '@ruleerror', count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL",
  "SELECT '@end'",
];

// what the accounts that can log in may do inside the database of the application
const insideQueries = [
  "SELECT DISTINCT '@grant', grantee, privilege_type FROM information_schema.role_table_grants WHERE grantee NOT LIKE 'pg\\_%' AND grantee <> 'postgres' AND table_schema NOT IN ('pg_catalog','information_schema') LIMIT 5000",
  "SELECT DISTINCT '@grant', pg_get_userbyid(relowner), 'OWNER' FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' LIMIT 5000",
  "SELECT '@grant', r.rolname, 'CREATE' FROM pg_roles r WHERE r.rolcanlogin AND EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND has_schema_privilege(r.oid, n.oid, 'CREATE')) LIMIT 5000",
  "SELECT '@end'",
];

const script = `ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null || { echo absent; exit 0; }
export PGOPTIONS='-c default_transaction_read_only=on -c statement_timeout=5000' PGCONNECT_TIMEOUT=3
p=$1 d=$2; shift 2
exec runuser -u postgres -- psql -XAtq -w -F "$(printf '\\t')" -p "$p" -d "$d" "$@"`;

function ask(port: number, database: string, queries: readonly string[]): Read {
  return {
    argv: ["sh", "-c", script, "sh", String(port), database, ...queries.flatMap((query) => ["-c", query])],
    bytes: 512 * 1024,
  };
}

function declaredOn(wanted: HostWanted): readonly { readonly port: number; readonly schema?: string }[] {
  return wanted.databases.filter(({ engine, host }) => engine === "postgresql" && host === wanted.id);
}

/** PostgreSQL, asked as its own superuser over the local socket. */
export const postgresqlServer = defineFact<DatabaseState>({
  id: "postgresql-server",
  title: "the PostgreSQL server",
  reads(wanted) {
    const declared = declaredOn(wanted);
    const port = declared[0]?.port ?? 5432;
    const inside = declared.flatMap(({ schema }) =>
      schema === undefined ? [] : [[`in ${schema}`, ask(port, schema, insideQueries)] as const],
    );
    return { server: ask(port, "postgres", serverQueries), ...Object.fromEntries(inside) };
  },
  parse: parsePostgresql,
});

export function parsePostgresql(raw: RawOutputs, wanted?: HostWanted): Reading<DatabaseState> {
  const first = raw["server"];
  if (first?.stdout.trim() === "absent") return known({ state: "absent" });
  // a client alone, or a server that is switched off: nothing listens, and nobody declared that it should
  const nobodyAsksForIt = wanted !== undefined && declaredOn(wanted).length === 0;
  if (nobodyAsksForIt && /Is the server running locally/.test(first?.stderr ?? "")) return known({ state: "absent" });
  const text = textOf(raw, "server");
  if (!text.known)
    return first === undefined || first.status === 124 || first.truncated
      ? text
      : known({ state: "silent", because: text.reason });
  const rows = rowsOf(text.value);
  if (rows.at(-1)?.[0] !== "@end") return known({ state: "silent", because: "psql stopped before its end" });
  const inside: InsideRow[] = [];
  for (const key of Object.keys(raw)) {
    if (!key.startsWith("in ")) continue;
    const answer = textOf(raw, key);
    const found = answer.known ? rowsOf(answer.value) : [];
    if (found.at(-1)?.[0] !== "@end")
      return known({ state: "silent", because: answer.known ? "psql stopped before its end" : answer.reason });
    inside.push(
      ...found
        .filter(([tag]) => tag === "@grant")
        .map(([, role = "", verb = ""]) => ({ role, on: key.slice(3), verb })),
    );
  }
  const server = serverOf(rows, inside);
  return known(
    server
      ? { state: "answers", server }
      : { state: "silent", because: "the server does not tell its accounts and rules" },
  );
}

interface InsideRow {
  readonly role: string;
  readonly on: string;
  readonly verb: string;
}

function serverOf(rows: readonly (readonly string[])[], inside: readonly InsideRow[]): DatabaseServer | undefined {
  const tagged = (tag: string): (readonly string[])[] => rows.filter((row) => row[0] === tag);
  const settings: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [, name = "", value = ""] of tagged("@setting")) settings[name] = value;
  // a broken pg_hba.conf is not the one in force, so its lines prove nothing
  if (
    settings["server_version"] === undefined ||
    tagged("@ruleerror")[0]?.[1] !== "0" ||
    tagged("@account").length > mostAccounts
  )
    return undefined;
  const members = tagged("@member");
  const rolesOf = (role: string, seen: ReadonlySet<string>): ReadonlySet<string> => {
    if (seen.has(role) || seen.size > 64) return seen;
    let all: ReadonlySet<string> = new Set([...seen, role]);
    for (const [, member, of = ""] of members) if (member === role) all = rolesOf(of, all);
    return all;
  };
  const supers = new Set(
    tagged("@account")
      .filter(([, , superuser]) => superuser === "t")
      .map(([, name = ""]) => name),
  );
  const owned = tagged("@database").map(([, on = "", role = ""]): InsideRow => ({ role, on, verb: "OWNER" }));
  const accounts = tagged("@account").map(([, name = "", superuser, plugin = "", ...attributes]): DatabaseAccount => {
    const roles = rolesOf(name, new Set());
    const verbs = attributeVerbs
      .filter((_verb, index) => attributes[index] === "t")
      .map((verb): Grant => ({ on: "*", verb }));
    const given = [...roles].filter((role) => role.startsWith("pg_")).map((role): Grant => ({ on: "*", verb: role }));
    const here = [...inside, ...owned]
      .filter(({ role }) => roles.has(role) || role === "PUBLIC")
      .map(({ on, verb }): Grant => ({ on, verb }));
    const grants = [
      ...new Map([...verbs, ...given, ...here].map((grant) => [`${grant.on} ${grant.verb}`, grant])).values(),
    ];
    const own = members.filter(([, member]) => member === name).map(([, , of = ""]) => of);
    return {
      name,
      host: "",
      plugin,
      empty: false,
      superuser: superuser === "t" || [...roles].some((role) => supers.has(role)),
      grants,
      ...(own.length === 0 ? {} : { roles: own }),
    };
  });
  const rules = tagged("@rule").map(
    ([, line, type = "", database = "", user = "", address = "", mask = "", method = ""]): AccessRule => ({
      line: Number(line),
      type,
      database,
      user,
      from: mask === "" ? address : `${address}/${mask}`,
      method,
    }),
  );
  return {
    version: settings["server_version"],
    settings,
    accounts,
    schemas: tagged("@database").map(([, name = ""]) => name),
    rules,
  };
}

const attributeVerbs = ["CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS"];

function rowsOf(text: string): readonly (readonly string[])[] {
  return lines(text).map((line) => line.split("\t"));
}
