import {
  type Applies,
  type DatabaseWanted,
  type HostWanted,
  type Inside,
  type Instance,
  nothingThere,
  theHost,
  undecided,
} from "@secondlock/model";
import type { DatabaseServer, DatabaseState } from "./database-server.ts";

export type DatabaseEngine = "mysql" | "postgresql";

/** Databases that the service file puts on this host; without any, whatever runs here is judged once. */
export function everyDatabase(wanted: HostWanted): readonly Instance[] {
  const declared = databasesHere(wanted);
  return declared.length === 0
    ? [theHost]
    : declared.map(({ name }) => ({ id: `database:${name}`, title: `database ${name}` }));
}

function databasesHere(wanted: HostWanted): readonly DatabaseWanted[] {
  return wanted.databases.filter(({ host }) => host === wanted.id);
}

export function declaredDatabase(wanted: HostWanted, instance: Instance): DatabaseWanted | undefined {
  return databasesHere(wanted).find(({ name }) => `database:${name}` === instance.id);
}

export function withDatabaseHere(wanted: HostWanted): Applies {
  return databasesHere(wanted).length > 0
    ? { applies: true }
    : { applies: false, because: "the service file puts no database on this host" };
}

function engineOf(database: DatabaseWanted): DatabaseEngine {
  return database.engine === "postgresql" ? "postgresql" : "mysql";
}

type Rule = (server: DatabaseServer, engine: DatabaseEngine, declared: DatabaseWanted | undefined) => Inside;

/** Judges the declared server, or each one that is installed: the worst counts. */
export function judgeDatabases(
  states: Readonly<Record<DatabaseEngine, DatabaseState>>,
  wanted: HostWanted,
  instance: Instance,
  rule: Rule,
): Inside {
  const declared = declaredDatabase(wanted, instance);
  if (declared) {
    const engine = engineOf(declared);
    return states[engine].state === "absent"
      ? undecided(`${declared.engine} is declared here and not installed`)
      : judgeOne(states[engine], engine, declared, rule);
  }
  const found = (["mysql", "postgresql"] as const)
    .filter((engine) => states[engine].state !== "absent")
    .map((engine) => judgeOne(states[engine], engine, undefined, rule));
  const worst = found.toSorted((a, b) => order.indexOf(a.inside) - order.indexOf(b.inside))[0];
  return worst ?? nothingThere("no MariaDB, MySQL or PostgreSQL server is installed");
}

const order: readonly Inside["inside"][] = ["broken", "unreadable", "holds", "not applicable"];

function judgeOne(
  state: DatabaseState,
  engine: DatabaseEngine,
  declared: DatabaseWanted | undefined,
  rule: Rule,
): Inside {
  return state.state === "answers"
    ? rule(state.server, engine, declared)
    : undecided(state.state === "silent" ? `the server does not answer: ${state.because}` : "not installed");
}

/** Applications on other hosts connect: a server that listens on the host itself only is none for them. */
export function hasClientsElsewhere(declared: DatabaseWanted | undefined): boolean {
  return declared?.clients.some((id) => id !== declared.host) ?? false;
}

/** Other hosts connect, and no private address is declared to which it could be bound without losing them. */
export function clientsWithoutPrivate(wanted: HostWanted): boolean {
  return databasesHere(wanted).some(hasClientsElsewhere) && wanted.privateAddresses.length === 0;
}

/** Where the server has to listen: the private addresses when other hosts connect, otherwise the host itself. */
export function bindTo(wanted: HostWanted): string {
  const elsewhere = databasesHere(wanted).some(hasClientsElsewhere);
  return elsewhere && wanted.privateAddresses.length > 0 ? wanted.privateAddresses.join(",") : "127.0.0.1";
}
