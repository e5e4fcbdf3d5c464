import {
  defineWays,
  type DatabaseWanted,
  type Domain,
  type HostWanted,
  type LockWanted,
  type WayWanted,
} from "@secondlock/model";
import { dataIn, secretsIn } from "./asset.ts";
import { isClient, loginsOf } from "./declared.ts";
import { begins, beginsOn, lockOf, notSeenYet } from "./lock.ts";
import { loginLocks } from "./ssh-login.ts";

/** The application's password for the database: it lies on every client, also in a configuration file there. */
export function databasePassword(database: DatabaseWanted): Domain {
  return `credential:database-${database.name}`;
}

export function fieldEncryption(database: DatabaseWanted): LockWanted {
  return notSeenYet(
    "field-encryption",
    `secret fields in ${database.name} are encrypted`,
    "read",
    `credential:field-key-${database.name}`,
  );
}

export function confirmedFieldKey(database: DatabaseWanted): LockWanted {
  return notSeenYet(
    "confirmed-field-key",
    `the key of the secret fields in ${database.name} opens only when a third party confirms`,
    "read",
    "host:confirmer",
  );
}

function databaseLock(database: DatabaseWanted, control: string, ...domains: readonly Domain[]): LockWanted {
  return lockOf(control, database.host, { instance: `database:${database.name}`, domains });
}

/** From inside the network, but not from a host whose application connects. */
function fromElsewhere(database: DatabaseWanted): WayWanted {
  return {
    id: `database-network:${database.name}/elsewhere`,
    title: `${database.name} from a host that is not the application's`,
    asset: dataIn(database),
    harm: "read",
    locks: [
      begins("an intruder is inside the network, or has the password", "path:inside", databasePassword(database)),
      databaseLock(database, "database-bind-address"),
      databaseLock(database, "database-port-from-clients-only"),
      databaseLock(database, "database-accounts-host-restricted"),
      databaseLock(database, "database-no-empty-passwords", databasePassword(database)),
    ],
  };
}

function fromClient(database: DatabaseWanted, client: string): readonly WayWanted[] {
  const taken = beginsOn(client, `the application on ${client} obeys an intruder`, `path:application-${client}`);
  const title = `${database.name} with the application's own login from ${client}`;
  return [
    {
      id: `database-network:${database.name}/${client}/read`,
      title: `reading the secret fields in ${title}`,
      asset: secretsIn(database),
      harm: "read",
      locks: [
        taken,
        confirmedFieldKey(database),
        notSeenYet("bulk-limit", `no client gets ${database.name} in bulk`, "read", `host:${database.host}`),
      ],
    },
    {
      id: `database-network:${database.name}/${client}/change`,
      title: `more than its share of ${title}`,
      asset: dataIn(database),
      harm: "change",
      locks: [
        taken,
        databaseLock(database, "database-no-superuser-application"),
        databaseLock(database, "database-least-privilege"),
      ],
    },
  ];
}

/**
 * Whoever may log in on a client reaches the database from there, without ever being root. That sshd forwards nothing is no
 * lock here: a shell connects by itself.
 */
function throughLogin(database: DatabaseWanted, host: HostWanted): readonly WayWanted[] {
  return loginsOf(host).map((login) => ({
    id: `database-network:${database.name}/${host.id}/login-${login.id}`,
    title: `${database.name} from a login of ${login.title} on ${host.id}`,
    asset: dataIn(database),
    harm: "read",
    locks: [
      ...loginLocks(login, host),
      databaseLock(database, "database-no-empty-passwords", databasePassword(database)),
    ],
  }));
}

export const databaseNetwork = defineWays({
  id: "database-network",
  title: "The database over the network",
  covers: ["R042", "R058", "R098", "R102", "R103", "R104", "R107"],
  ways: (service) =>
    service.databases.flatMap((database) => [
      fromElsewhere(database),
      ...database.clients.flatMap((client) => fromClient(database, client)),
      ...service.hosts.filter((host) => isClient(host, database)).flatMap((host) => throughLogin(database, host)),
    ]),
});
