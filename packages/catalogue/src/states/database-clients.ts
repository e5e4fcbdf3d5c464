import { byHand, type DatabaseWanted, type Fix, type HostWanted, type State } from "@secondlock/model";
import type { DatabaseState } from "../facts/database-server.ts";
import { clientAddresses } from "./firewall-address-sets.ts";
import { accountFrom, accountWithRows } from "./mysql-accounts.ts";
import { noSuperuserRole, roleWithRows } from "./postgresql-roles.ts";
import { type Client, rulesForClients } from "./postgresql-rules.ts";

interface Declared extends DatabaseWanted {
  readonly account: string;
  readonly schema: string;
}

function declaredHere(wanted: HostWanted): readonly Declared[] {
  return wanted.databases.filter(
    (one): one is Declared => one.host === wanted.id && one.account !== undefined && one.schema !== undefined,
  );
}

/** Where the clients of a database come from; empty as soon as one of them has no literal address. */
function addressesOf({ clients }: DatabaseWanted, wanted: HostWanted): readonly string[] {
  const each = clients.map((id) => (id === wanted.id ? ["127.0.0.1", "::1"] : clientAddresses(wanted, id)));
  return each.some((some) => some.length === 0) ? [] : [...new Set(each.flat())];
}

const undeclared =
  "Declare the databases of this host with their account, schema and clients, so that nobody else loses them; accounts that nobody declares, a person decides about.";

function orByHand(states: readonly State<DatabaseState>[]): readonly Fix[] {
  return states.length === 0 ? [byHand(undeclared)] : states;
}

/** Accounts of the applications from their own hosts only, where the service file says which. */
export function clientsOnly(wanted: HostWanted): readonly Fix[] {
  const known = declaredHere(wanted).map((one) => ({ one, addresses: addressesOf(one, wanted) }));
  const mysql = known.filter(({ one, addresses }) => one.engine !== "postgresql" && addresses.length > 0);
  const postgresql = known.filter(({ one }) => one.engine === "postgresql");
  // one that cannot be told would be shut out with the others
  const all = postgresql.every(({ addresses }) => addresses.length > 0);
  const clients = postgresql.map(({ one, addresses }): Client => ({
    database: one.schema,
    account: one.account,
    addresses,
  }));
  return orByHand([
    ...mysql.map(({ one, addresses }) => accountFrom(one.account, localNames(addresses))),
    ...(clients.length > 0 && all ? [rulesForClients(clients)] : []),
  ]);
}

/** MariaDB calls its own host by its name when somebody comes over the socket. */
function localNames(addresses: readonly string[]): readonly string[] {
  return addresses.includes("127.0.0.1") ? ["localhost", ...addresses] : addresses;
}

export function applicationsWithRows(wanted: HostWanted): readonly Fix[] {
  return orByHand(
    declaredHere(wanted).map(({ engine, account, schema }) =>
      engine === "postgresql" ? roleWithRows(account, schema) : accountWithRows(account, schema),
    ),
  );
}

export function applicationsNoSuperusers(wanted: HostWanted): readonly Fix[] {
  return orByHand(
    declaredHere(wanted).map(({ engine, account, schema }) =>
      engine === "postgresql" ? noSuperuserRole(account, schema) : accountWithRows(account, schema),
    ),
  );
}
