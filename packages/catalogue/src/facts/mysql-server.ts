import { defineFact, known, type RawOutputs, type Reading } from "@secondlock/model";
import {
  type DatabaseAccount,
  type DatabaseServer,
  type DatabaseState,
  type Grant,
  mostAccounts,
} from "./database-server.ts";
import { lines, textOf } from "./raw-text.ts";

const variables = [
  "version",
  "bind_address",
  "mysqlx_bind_address",
  "port",
  "skip_networking",
  "datadir",
  "secure_file_priv",
  "local_infile",
  "require_secure_transport",
  "have_ssl",
  "ssl_cert",
  "have_symlink",
  "log_warnings",
  "log_error_verbosity",
  "skip_grant_tables",
];

// no password or hash is selected: only whether there is one. MariaDB keeps its accounts in global_priv, MySQL in user.
const queries = [
  "START TRANSACTION READ ONLY",
  `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${variables.map((name) => `'${name}'`).join()})`,
  "SELECT 'secure_file_priv_null', @@secure_file_priv IS NULL",
  "SELECT '@account', user, host, json_value(priv,'$.plugin'), ifnull(json_value(priv,'$.authentication_string'),'')='', json_search(json_query(priv,'$.auth_or'),'one','unix_socket') IS NOT NULL, json_value(priv,'$.account_locked') IN ('1','true'), json_value(priv,'$.is_role') IN ('1','true') FROM mysql.global_priv LIMIT 2000",
  "SELECT '@account', user, host, plugin, ifnull(authentication_string,'')='', 0, account_locked='Y', 0 FROM mysql.user LIMIT 2000",
  "SELECT '@grant', grantee, '*', privilege_type, is_grantable FROM information_schema.user_privileges WHERE privilege_type<>'USAGE' LIMIT 20000",
  "SELECT '@grant', grantee, table_schema, privilege_type, is_grantable FROM information_schema.schema_privileges LIMIT 20000",
  "SELECT DISTINCT '@grant', grantee, table_schema, privilege_type, is_grantable FROM information_schema.table_privileges LIMIT 20000",
  "SELECT DISTINCT '@grant', grantee, table_schema, privilege_type, is_grantable FROM information_schema.column_privileges LIMIT 20000",
  "SELECT '@role', user, host, role, '' FROM mysql.roles_mapping LIMIT 2000",
  "SELECT '@role', to_user, to_host, from_user, from_host FROM mysql.role_edges LIMIT 2000",
  "SELECT '@schema', schema_name FROM information_schema.schemata LIMIT 2000",
  "SELECT DISTINCT '@filled', table_schema FROM information_schema.tables WHERE table_schema LIKE 'test%' LIMIT 2000",
  "SELECT DISTINCT '@filled', routine_schema FROM information_schema.routines WHERE routine_schema LIKE 'test%' LIMIT 2000",
  "SELECT DISTINCT '@filled', event_schema FROM information_schema.events WHERE event_schema LIKE 'test%' LIMIT 2000",
  "SELECT '@end'",
] as const;

/** Statements of the other engine fail one by one (--force); whether all that matter came is seen from the output. */
const script = `command -v mariadbd >/dev/null || command -v mysqld >/dev/null || { echo absent; exit 0; }
c=$(command -v mariadb || command -v mysql) || exit 127
printf '%s;\\n' "$@" | "$c" --batch --skip-column-names --force --connect-timeout=3; :`;

/** MariaDB or MySQL, asked as root over the local socket. */
export const mysqlServer = defineFact<DatabaseState>({
  id: "mysql-server",
  title: "the MariaDB or MySQL server",
  reads: () => ({ answers: { argv: ["sh", "-c", script, "sh", ...queries], bytes: 1024 * 1024 } }),
  parse: parseMysql,
});

export function parseMysql(raw: RawOutputs): Reading<DatabaseState> {
  const text = textOf(raw, "answers");
  if (!text.known) return text;
  const rows = lines(text.value).map((line) => line.split("\t"));
  if (rows.length === 1 && rows[0]?.[0] === "absent") return known({ state: "absent" });
  if (rows.at(-1)?.[0] !== "@end") {
    const said = raw["answers"]?.stderr.trim().split("\n").at(-1)?.slice(0, 160);
    return known({
      state: "silent",
      because: said === undefined || said === "" ? "the server does not answer root over its socket" : said,
    });
  }
  const server = serverOf(rows);
  return known(
    server ? { state: "answers", server } : { state: "silent", because: "the server does not tell its accounts" },
  );
}

const engineSchemas = new Set(["information_schema", "mysql", "performance_schema", "sys"]);

function serverOf(rows: readonly (readonly string[])[]): DatabaseServer | undefined {
  const tagged = (tag: string): (readonly string[])[] => rows.filter((row) => row[0] === tag);
  const settings: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name = "", value = ""] of rows) if (!name.startsWith("@")) settings[name.toLowerCase()] = value;
  const accountRows = tagged("@account");
  if (settings["version"] === undefined || accountRows.length === 0 || accountRows.length > 2 * mostAccounts)
    return undefined;
  const grants = new Map<string, Grant[]>();
  for (const [, grantee = "", pattern = "", verb = "", grantable] of tagged("@grant")) {
    // a schema stands there as GRANT takes it, with `_` and `%` escaped, and --batch escapes that once more
    const on = pattern.replaceAll(/\\+([_%])/g, "$1");
    const known = grants.get(plain(grantee)) ?? [];
    known.push({ on, verb }, ...(grantable === "YES" ? [{ on, verb: "GRANT OPTION" }] : []));
    grants.set(plain(grantee), known);
  }
  const roles = tagged("@role");
  const grantsOf = (name: string, host: string, seen: ReadonlySet<string>): readonly Grant[] => {
    const key = `${name}@${host}`;
    if (seen.has(key) || seen.size > 16) return [];
    const given = roles.filter(([, user, from]) => user === name && from === host);
    return [
      ...(grants.get(key) ?? []),
      ...given.flatMap(([, , , role = "", from = ""]) => grantsOf(role, from, new Set([...seen, key]))),
    ];
  };
  const seen = new Set<string>();
  const accounts = accountRows.flatMap(
    ([, name = "", host = "", plugin = "", noSecret, other, locked, role]): DatabaseAccount[] => {
      const key = `${name}@${host}`;
      if (role === "1" || locked === "1" || seen.has(key)) return [];
      seen.add(key);
      const all = [
        ...new Map(grantsOf(name, host, new Set()).map((grant) => [`${grant.on} ${grant.verb}`, grant])).values(),
      ];
      // MariaDB's root has a second way beside an invalid password: the socket
      const method = other === "1" ? "unix_socket" : plugin;
      const empty = noSecret === "1" && !/socket|pam|gssapi|ldap|kerberos|authentication_windows/.test(plugin);
      const own = roles.filter(([, user, from]) => user === name && from === host).map(([, , , one = ""]) => one);
      return [
        {
          name,
          host,
          plugin: method,
          empty,
          superuser: all.some(({ on, verb }) => on === "*" && powers.has(verb)),
          grants: all,
          ...(own.length === 0 ? {} : { roles: own }),
        },
      ];
    },
  );
  return {
    version: settings["version"],
    settings,
    accounts,
    schemas: tagged("@schema")
      .map(([, name = ""]) => name)
      .filter((name) => !engineSchemas.has(name)),
    filled: [...new Set(tagged("@filled").map(([, name = ""]) => name))],
    rules: [],
  };
}

/** Whoever has one of these everywhere can take the whole server. */
const powers = new Set(["SUPER", "GRANT OPTION", "CREATE USER", "SET USER", "SYSTEM_USER", "FILE"]);

/** `'shop'@'10.0.0.2'` without its quotes. */
function plain(grantee: string): string {
  return grantee.replace(/^'([\s\S]*)'@'([\s\S]*)'$/, "$1@$2");
}
