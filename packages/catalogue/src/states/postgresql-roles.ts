import { type Change, defineState, type Settings, sqlName, sqlText, type State } from "@secondlock/model";
import type { DatabaseAccount, DatabaseServer, DatabaseState } from "../facts/database-server.ts";
import { postgresqlServer } from "../facts/postgresql-server.ts";

const files = ["pg_read_server_files", "pg_write_server_files", "pg_execute_server_program"];
const attributes = ["CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS"];
const rows = ["SELECT", "INSERT", "UPDATE", "DELETE"];

const rightsOf = "rights of ";
const powersOf = "powers of ";
const fileRoles = "roles that reach files";

function roleState(settings: Settings, more: Pick<State, "text" | "costs" | "risk">): State<DatabaseState> {
  return defineState({
    resource: "sql:postgresql-roles",
    settings,
    fact: postgresqlServer,
    settle: (state) =>
      state.state === "answers"
        ? {
            state: "answers",
            server: { ...state.server, accounts: state.server.accounts.map((one) => settledRole(one, settings)) },
          }
        : state,
    bring: roleChanges,
    ...more,
  });
}

export function noSuperuserRole(role: string, database: string): State<DatabaseState> {
  return roleState(
    { [`${powersOf}${role}`]: database },
    {
      text: `${role} is no superuser of PostgreSQL`,
      costs: `CREATE EXTENSION and other work of a superuser needs \`sudo -u postgres psql\`.`,
    },
  );
}

/** Rows of one database and nothing else; what the role owned belongs to a role that nobody logs in as. */
export function roleWithRows(role: string, database: string): State<DatabaseState> {
  return roleState(
    { [`${rightsOf}${role}`]: database },
    {
      text: `${role} reads and writes rows of ${database}; its tables belong to ${ownerOf(role)}`,
      costs: `Migrations cannot run as ${role} any more: run them with \`sudo -u postgres psql\` after SET ROLE ${ownerOf(role)}.`,
      risk: "A query that needs another right (TRUNCATE, CREATE TABLE) fails from now on.",
    },
  );
}

export function fileRolesTaken(): State<DatabaseState> {
  return roleState(
    { [fileRoles]: "superusers only" },
    {
      text: `take ${files.join(", ")} from every role`,
      costs: "COPY from and to files of the host needs a superuser.",
    },
  );
}

function ownerOf(role: string): string {
  return `${role}_owner`;
}

function settingFor(settings: Settings, kind: string, { name }: DatabaseAccount): string | undefined {
  const key = `${kind}${name}`;
  return name !== "postgres" && Object.hasOwn(settings, key) ? settings[key] : undefined;
}

function settledRole(one: DatabaseAccount, settings: Settings): DatabaseAccount {
  const on = settingFor(settings, rightsOf, one);
  const powers = settingFor(settings, powersOf, one);
  const reduced = on === undefined && powers === undefined ? one : { ...one, superuser: false };
  const noFiles =
    settings[fileRoles] === undefined || reduced.superuser
      ? reduced
      : { ...reduced, grants: reduced.grants.filter(({ verb }) => !files.includes(verb)) };
  if (on === undefined) return noFiles;
  const given = isGiven(one) ? rows.map((verb) => ({ on, verb })) : [];
  const kept = noFiles.grants.filter((grant) => rows.includes(grant.verb) && grant.on === on);
  return { ...noFiles, grants: [...new Map([...kept, ...given].map((grant) => [grant.verb, grant])).values()] };
}

/** It had its rows because it owned them, or because it was a superuser. */
function isGiven({ grants, superuser }: DatabaseAccount): boolean {
  return superuser || grants.some(({ verb }) => verb === "OWNER");
}

interface Pair {
  readonly does: string;
  readonly undoes: readonly string[];
}

function roleChanges(settings: Settings, state: DatabaseState): readonly Change[] {
  if (state.state !== "answers") return [];
  const { server } = state;
  return server.accounts.flatMap((one): readonly Change[] => {
    const on = settingFor(settings, rightsOf, one);
    const database = on ?? settingFor(settings, powersOf, one);
    const pairs = [
      ...(on === undefined ? [] : ownershipMoved(one, on, server)),
      ...(database === undefined ? [] : powersTaken(one, on !== undefined)),
      ...rolesTaken(
        one,
        (role) =>
          (on !== undefined && role.startsWith("pg_")) || (settings[fileRoles] !== undefined && files.includes(role)),
      ),
    ];
    if (pairs.length === 0) return [];
    const port = Number(server.settings["port"]);
    return [
      {
        kind: "sql",
        engine: "postgresql",
        ...(Number.isInteger(port) && port > 0 ? { port } : {}),
        ...(database === undefined ? {} : { database }),
        statements: pairs.map(({ does }) => does),
        undo: pairs.toReversed().flatMap(({ undoes }) => undoes),
      },
    ];
  });
}

function powersTaken(one: DatabaseAccount, all: boolean): readonly Pair[] {
  const had = [
    ...(one.superuser ? ["SUPERUSER"] : []),
    ...(all ? attributes.filter((verb) => one.grants.some((grant) => grant.on === "*" && grant.verb === verb)) : []),
  ];
  if (had.length === 0) return [];
  const role = sqlName("postgresql", one.name);
  return [
    {
      does: `ALTER ROLE ${role} ${had.map((verb) => `NO${verb}`).join(" ")}`,
      undoes: [`ALTER ROLE ${role} ${had.join(" ")}`],
    },
  ];
}

function rolesTaken(
  { name, superuser, roles = [] }: DatabaseAccount,
  which: (role: string) => boolean,
): readonly Pair[] {
  if (superuser && name === "postgres") return [];
  return roles.filter(which).map((role) => {
    const [group, member] = [sqlName("postgresql", role), sqlName("postgresql", name)];
    return { does: `REVOKE ${group} FROM ${member}`, undoes: [`GRANT ${group} TO ${member}`] };
  });
}

function ownershipMoved(one: DatabaseAccount, database: string, { version }: DatabaseServer): readonly Pair[] {
  const role = sqlName("postgresql", one.name);
  const owner = sqlName("postgresql", ownerOf(one.name));
  // before PostgreSQL 15 everybody may create in the schema public
  const isOpen = Number.parseInt(version, 10) < 15 && one.grants.some(({ verb }) => verb === "CREATE");
  const closed = isOpen
    ? [{ does: "REVOKE CREATE ON SCHEMA public FROM PUBLIC", undoes: ["GRANT CREATE ON SCHEMA public TO PUBLIC"] }]
    : [];
  if (!isGiven(one)) return closed;
  const owns = one.grants.some(({ verb }) => verb === "OWNER");
  const moved: readonly Pair[] = owns
    ? [
        { does: `CREATE ROLE ${owner} NOLOGIN`, undoes: [`DROP OWNED BY ${owner}`, `DROP ROLE ${owner}`] },
        { does: `REASSIGN OWNED BY ${role} TO ${owner}`, undoes: [`REASSIGN OWNED BY ${owner} TO ${role}`] },
      ]
    : [];
  const base = sqlName("postgresql", database);
  return [
    ...moved,
    {
      does: `GRANT CONNECT ON DATABASE ${base} TO ${role}`,
      undoes: [`REVOKE CONNECT ON DATABASE ${base} FROM ${role}`],
    },
    {
      does: inEachSchema("GRANT %s TO %I", one.name),
      undoes: [inEachSchema("REVOKE %s FROM %I", one.name)],
    },
    ...(owns
      ? [
          {
            does: `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} GRANT ${rows.join(", ")} ON TABLES TO ${role}`,
            undoes: [`ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE ${rows.join(", ")} ON TABLES FROM ${role}`],
          },
          {
            does: `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} GRANT USAGE, SELECT ON SEQUENCES TO ${role}`,
            undoes: [`ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE USAGE, SELECT ON SEQUENCES FROM ${role}`],
          },
        ]
      : []),
    ...closed,
  ];
}

/** Rows, and the numbers that new rows take, in all schemas that people made. */
function inEachSchema(form: string, role: string): string {
  if (role.includes("$")) throw new Error("a role with a dollar sign is put into no block");
  const rights = [
    "USAGE ON SCHEMA %I",
    `${rows.join(", ")} ON ALL TABLES IN SCHEMA %I`,
    "USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I",
  ];
  const lines = rights.map(
    (right) => `EXECUTE format('${form.replace("%s", right)}', s, ${sqlText("postgresql", role)});`,
  );
  return `DO $$DECLARE s text; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP ${lines.join(" ")} END LOOP; END$$`;
}
