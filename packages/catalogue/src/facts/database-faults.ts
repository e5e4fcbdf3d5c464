import { accountTitle, type DatabaseAccount, type DatabaseServer } from "./database-server.ts";
import { isMysql, isOn, remoteRules, ruleTitle } from "./database-reach.ts";
import type { DatabaseEngine } from "./database-verdict.ts";

const weakMethods = new Set(["trust", "password", "md5", "ident"]);

/** Rules, accounts and settings by which passwords are sent or kept in an old way. */
export function oldMethods(server: DatabaseServer, engine: DatabaseEngine): readonly string[] {
  const old = new Set(["md5", "mysql_old_password", ...(isMysql(server) ? ["mysql_native_password"] : [])]);
  const rules = server.rules.filter(({ method }) => weakMethods.has(method)).map(ruleTitle);
  const accounts = server.accounts
    .filter(({ plugin }) => old.has(plugin))
    .map((one) => `${accountTitle(one)} by ${one.plugin}`);
  const later = server.settings["password_encryption"] ?? "is not told";
  return [
    ...rules,
    ...accounts,
    ...(engine === "postgresql" && later !== "scram-sha-256" ? [`password_encryption ${later}`] : []),
  ];
}

const fileRoles = new Set(["pg_read_server_files", "pg_write_server_files", "pg_execute_server_program"]);

/** Settings and grants by which a query reaches files of the host. */
export function openToFiles(server: DatabaseServer, engine: DatabaseEngine): readonly string[] {
  const roles = server.accounts
    .filter(({ superuser }) => !superuser)
    .flatMap((account) =>
      account.grants
        .filter(({ verb }) => fileRoles.has(verb))
        .map(({ verb }) => `${accountTitle(account)} has ${verb}`),
    );
  if (engine === "postgresql") return roles;
  // the administrator's own account, which comes over the local socket as root, may
  const files = server.accounts.filter(
    ({ grants, plugin }) => grants.some(({ on, verb }) => on === "*" && verb === "FILE") && !plugin.includes("socket"),
  );
  // nothing set means no limit to MariaDB, and no files at all to MySQL
  const limited =
    (server.settings["secure_file_priv"] ?? "") !== "" ||
    (isMysql(server) && server.settings["secure_file_priv_null"] === "1");
  return [
    ...(isOn(server.settings["local_infile"]) ? ["local_infile is on"] : []),
    ...(limited ? [] : ["secure_file_priv is empty"]),
    ...files.map((one) => `${accountTitle(one)} has FILE`),
  ];
}

/** What the server does not log of those who connect. */
export function loginsNotLogged({ settings, ...server }: DatabaseServer, engine: DatabaseEngine): readonly string[] {
  // PostgreSQL 18 takes a list of what to log; before it was on or off
  if (engine === "postgresql")
    return ["log_connections", "log_disconnections"].filter((name) => ["", "off"].includes(settings[name] ?? ""));
  const [name, least] = isMysql({ settings, ...server })
    ? (["log_error_verbosity", 3] as const)
    : (["log_warnings", 2] as const);
  return Number(settings[name]) >= least ? [] : [`${name} is ${settings[name] ?? "not told"}`];
}

/** Accounts and rules that let somebody in without a password. */
export function accountsOpen({ settings, accounts, rules }: DatabaseServer): readonly string[] {
  const skipped = isOn(settings["skip_grant_tables"]) ? ["every account, by skip_grant_tables"] : [];
  return [
    ...skipped,
    ...accounts.filter(({ empty }) => empty).map(accountTitle),
    ...rules.filter(({ method }) => method === "trust").map(ruleTitle),
  ];
}

/** What lets connections over the network go unencrypted. */
export function inTheClear(server: DatabaseServer, engine: DatabaseEngine): readonly string[] {
  if (engine === "mysql")
    return isOn(server.settings["require_secure_transport"]) ? [] : ["require_secure_transport is off"];
  if (!isOn(server.settings["ssl"])) return ["ssl is off"];
  return remoteRules(server)
    .filter(({ type }) => type !== "hostssl" && type !== "hostgssenc")
    .map(ruleTitle);
}

const rowVerbs = new Set(["SELECT", "INSERT", "UPDATE", "DELETE"]);

/** Grants beyond reading and writing rows of the one schema. */
export function moreThanRows(accounts: readonly DatabaseAccount[], schema: string | undefined): readonly string[] {
  const more = accounts
    .flatMap(({ grants }) => grants)
    .filter(({ on, verb }) => !rowVerbs.has(verb) || on === "*" || (schema !== undefined && on !== schema));
  return [...new Set(more.map(({ on, verb }) => `${verb} on ${on === "*" ? "everything" : on}`))];
}
