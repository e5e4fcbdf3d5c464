/** One database server as it answers over its local socket, in the same words for every engine. */
export interface DatabaseServer {
  readonly version: string;
  /** Effective settings, keys in lower case. */
  readonly settings: Readonly<Record<string, string>>;
  /** Accounts that can log in. */
  readonly accounts: readonly DatabaseAccount[];
  /** Databases (MariaDB: schemas) that people made or could use, without those of the engine. */
  readonly schemas: readonly string[];
  /** Those of them called test, or test_ and more, with something in them. */
  readonly filled?: readonly string[];
  /** Rules of pg_hba.conf; empty for MariaDB, where the account names the hosts. */
  readonly rules: readonly AccessRule[];
}

export interface DatabaseAccount {
  readonly name: string;
  /** Host part of a MariaDB account: `localhost`, an address, `%`. Empty for PostgreSQL. */
  readonly host: string;
  /** How its password is kept or what takes its place: `unix_socket`, `mysql_native_password`, `scram-sha-256`, `md5`, `none` ... */
  readonly plugin: string;
  /** It is let in without any password. */
  readonly empty: boolean;
  readonly superuser: boolean;
  /** Verbs by where they are granted: `*` (everywhere) or a schema. */
  readonly grants: readonly Grant[];
  /** Roles that it was given itself, where it has any. */
  readonly roles?: readonly string[];
}

export interface Grant {
  readonly on: string;
  readonly verb: string;
}

export interface AccessRule {
  readonly line: number;
  readonly type: string;
  readonly database: string;
  readonly user: string;
  /** Address with its mask, `all` for everybody, empty for the local socket. */
  readonly from: string;
  readonly method: string;
}

/** Whether a server is there, and what it says. */
export type DatabaseState =
  | { readonly state: "absent" }
  | { readonly state: "silent"; readonly because: string }
  | { readonly state: "answers"; readonly server: DatabaseServer };

export const mostAccounts = 2_000;

/** Only from the host itself. */
export function isLocalHost(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1|)$/.test(host);
}

/** For people. */
export function accountTitle({ name, host }: Pick<DatabaseAccount, "name" | "host">): string {
  const shown = name === "" ? "the account without a name" : name;
  return host === "" ? shown : `${shown}@${host}`;
}
