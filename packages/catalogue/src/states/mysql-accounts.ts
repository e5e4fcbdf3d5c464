import { type Change, defineState, type Settings, sqlAccount, type State } from "@secondlock/model";
import {
  type DatabaseAccount,
  type DatabaseServer,
  type DatabaseState,
  isLocalHost,
} from "../facts/database-server.ts";
import { isMysql, isWideHost } from "../facts/database-reach.ts";
import { mysqlServer } from "../facts/mysql-server.ts";
import { withRights } from "./mysql-rights.ts";
import { copyOfAccount } from "./mysql-copies.ts";

/** What becomes of an account: its statements, and how the server then tells of it. */
export interface Outcome {
  readonly statements: readonly string[];
  readonly accounts: readonly DatabaseAccount[];
}

const rules = {
  anonymous: "accounts without a name",
  root: "root from elsewhere",
  empty: "accounts without a password",
  files: "FILE",
} as const;

const hostsOf = "hosts of ";
const rightsOf = "rights of ";

function accountState(settings: Settings, more: Pick<State, "text" | "costs" | "risk">): State<DatabaseState> {
  return defineState({
    resource: "sql:mysql-accounts",
    settings,
    fact: mysqlServer,
    settle: (state) =>
      state.state === "answers"
        ? {
            state: "answers",
            server: {
              ...state.server,
              accounts: outcomes(settings, state.server).flatMap(({ outcome }) => outcome.accounts),
            },
          }
        : state,
    bring: accountChanges,
    ...more,
  });
}

export function anonymousGone(): State<DatabaseState> {
  return accountState(
    { [rules.anonymous]: "gone" },
    {
      text: "drop the accounts of MariaDB or MySQL without a name",
      costs: "MariaDB or MySQL turns away programs that log in without a name.",
    },
  );
}

export function rootOnHostOnly(): State<DatabaseState> {
  return accountState(
    { [rules.root]: "gone" },
    {
      text: "drop the accounts root of MariaDB or MySQL that log in from elsewhere",
      costs: "root of the database logs in on the host only: `sudo mariadb`, over ssh.",
    },
  );
}

export function emptyPasswordsClosed(): State<DatabaseState> {
  return accountState(
    { [rules.empty]: "locked" },
    {
      text: "lock the accounts of MariaDB or MySQL without a password; root of the database is root of the host",
      costs:
        "`mysql -u root` needs sudo. Whoever used a locked account gets in again after `ALTER USER ... ACCOUNT UNLOCK` and a password.",
    },
  );
}

export function filesForRootOnly(): State<DatabaseState> {
  return accountState(
    { [rules.files]: "revoked" },
    {
      text: "take FILE from every account but the administrator's",
      costs: "LOAD DATA INFILE and INTO OUTFILE need `sudo mariadb`.",
    },
  );
}

/** The application's account, from these addresses and with rows of one schema only. */
export function accountFrom(account: string, addresses: readonly string[]): State<DatabaseState> {
  return accountState(
    { [`${hostsOf}${account}`]: addresses.join(",") },
    {
      text: `${account} logs in from ${addresses.join(" and ")} only`,
      costs: `A job that logs in as ${account} from another host is turned away; connections that are open stay until they end.`,
    },
  );
}

export function accountWithRows(account: string, schema: string): State<DatabaseState> {
  return accountState(
    { [`${rightsOf}${account}`]: schema },
    {
      text: `${account} reads and writes rows of ${schema}, and has no other right`,
      costs: `Migrations cannot run as ${account} any more: run them as an account of their own, or with \`sudo mariadb\`.`,
      risk: "A query that needs another right (TRUNCATE, CREATE TEMPORARY TABLE, EXECUTE) fails from now on.",
    },
  );
}

interface Fate {
  readonly before: DatabaseAccount;
  readonly outcome: Outcome;
}

const kept = (one: DatabaseAccount): Outcome => ({ statements: [], accounts: [one] });

function outcomes(settings: Settings, server: DatabaseServer): readonly Fate[] {
  return server.accounts.map((before) => ({ before, outcome: fateOf(before, settings, server) }));
}

function fateOf(one: DatabaseAccount, settings: Settings, server: DatabaseServer): Outcome {
  const id = sqlAccount(one);
  const drops =
    (settings[rules.anonymous] !== undefined && one.name === "") ||
    (settings[rules.root] !== undefined && one.name === "root" && !isLocalHost(one.host));
  if (drops) return { statements: [`DROP USER ${id}`], accounts: [] };
  if (settings[rules.empty] !== undefined && one.empty) {
    // the way in over the socket is never closed, and MySQL may lack the module for it
    if (one.name !== "root" || one.host !== "localhost")
      return { statements: [`ALTER USER ${id} ACCOUNT LOCK`], accounts: [] };
    if (!isMysql(server))
      return {
        statements: [`ALTER USER ${id} IDENTIFIED VIA unix_socket`],
        accounts: [{ ...one, plugin: "unix_socket", empty: false }],
      };
  }
  const moved = movedTo(one, settings, server);
  const schema = Object.hasOwn(settings, `${rightsOf}${one.name}`) ? settings[`${rightsOf}${one.name}`] : undefined;
  const right = schema === undefined || isOwn(one) ? moved : withRights(moved, schema);
  return settings[rules.files] === undefined ? right : withoutFile(right);
}

/** Accounts that the server or its package made for itself. */
function isOwn({ name }: DatabaseAccount): boolean {
  return /^(root|mysql(\..*)?|mariadb\.sys|debian-sys-maint)$/.test(name);
}

/** One account for each address; the password stays the same, and nobody sees it. */
function movedTo(one: DatabaseAccount, settings: Settings, server: DatabaseServer): Outcome {
  const key = `${hostsOf}${one.name}`;
  const addresses = Object.hasOwn(settings, key) ? (settings[key] ?? "").split(",") : [];
  if (addresses.length === 0 || !isWideHost(one.host) || isOwn(one)) return kept(one);
  const others = server.accounts.filter(({ name, host }) => name === one.name && host !== one.host);
  const wide = others.filter(({ host }) => isWideHost(host));
  const free = addresses.filter((address) => others.every(({ host }) => host !== address));
  // of several wide ones the first gives its place; the others have nothing left to say
  const isFirst = server.accounts.find(({ name, host }) => name === one.name && isWideHost(host)) === one;
  if (free[0] === undefined || (wide.length > 0 && !isFirst))
    return { statements: [`DROP USER ${sqlAccount(one)}`], accounts: [] };
  const [first, ...more] = free.map((host) => ({ ...one, host }));
  if (first === undefined) return kept(one);
  return {
    statements: [
      `RENAME USER ${sqlAccount(one)} TO ${sqlAccount(first)}`,
      ...more.flatMap(({ host }) => copyOfAccount(first, host, isMysql(server))),
    ],
    accounts: [first, ...more],
  };
}

function withoutFile({ statements, accounts }: Outcome): Outcome {
  const has = (one: DatabaseAccount): boolean =>
    !one.plugin.includes("socket") && one.grants.some(({ on, verb }) => on === "*" && verb === "FILE");
  return {
    statements: [...statements, ...accounts.filter(has).map((one) => `REVOKE FILE ON *.* FROM ${sqlAccount(one)}`)],
    accounts: accounts.map((one) =>
      has(one) ? { ...one, grants: one.grants.filter(({ on, verb }) => on !== "*" || verb !== "FILE") } : one,
    ),
  };
}

function accountChanges(settings: Settings, state: DatabaseState): readonly Change[] {
  if (state.state !== "answers") return [];
  const changed = outcomes(settings, state.server).filter(({ outcome }) => outcome.statements.length > 0);
  if (changed.length === 0) return [];
  const touched = changed.flatMap(({ before, outcome }) => [before, ...outcome.accounts]);
  const accounts = [...new Map(touched.map(({ name, host }) => [sqlAccount({ name, host }), { name, host }])).values()];
  return [
    {
      kind: "sql",
      engine: "mysql",
      statements: changed.flatMap(({ outcome }) => outcome.statements),
      undo: [],
      accounts,
    },
  ];
}
