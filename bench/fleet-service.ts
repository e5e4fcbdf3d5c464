import type { DatabaseWanted, HostWanted, PersonWanted, ServiceWanted } from "../packages/model/src/index.ts";

function person(name: string): PersonWanted {
  return {
    name,
    account: name,
    keys: [`ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${name} ${name}@laptop`],
    keyHome: `${name}-laptop`,
    secondFactorHome: `${name}-phone`,
    admin: [],
  };
}

const people = [person("ada"), person("grace")];

function host(id: string, address: string, wanted: Partial<HostWanted>): HostWanted {
  return {
    id,
    role: "app",
    ssh: { user: "ada", address, port: 22 },
    addresses: [address],
    privateAddresses: [],
    admins: people,
    peopleDeclared: true,
    ports: [
      { port: 443, protocol: "tcp", reason: "the shop itself", from: "anywhere" },
      { port: 22, protocol: "tcp", reason: "administration", from: "anywhere" },
    ],
    portsDeclared: true,
    neighbours: [],
    databases: [],
    allow: [],
    sites: ["shop.example"],
    ...wanted,
  };
}

/** The host whose reads were recorded; those of every host of the fleet are the same. */
export const sampleHost = host("app-1", "198.18.0.11", {});

/** A service as large as they come: one database, and all other hosts its clients, over three vendors and five regions. */
export function fleetService(count: number): ServiceWanted {
  const apps = Array.from({ length: count - 1 }, (_, index) =>
    host(`app-${index + 1}`, `198.18.${(index >> 8) & 255}.${index & 255}`, {
      vendor: `vendor-${index % 3}`,
      region: `region-${index % 5}`,
      ...(index === 0 ? {} : { via: "app-1" }),
    }),
  );
  const main: DatabaseWanted = {
    name: "main",
    engine: "postgresql",
    host: "db-1",
    port: 5432,
    clients: apps.map(({ id }) => id),
    backups: ["offsite-1", "offsite-2"],
  };
  const hosts = [host("db-1", "198.19.0.1", { role: "db", via: "app-1", databases: [main], sites: [] }), ...apps];
  return {
    name: "fleet",
    hosts,
    people: people.map((one) => ({ ...one, admin: hosts.map(({ id }) => id) })),
    databases: [main],
    sites: ["https://shop.example"],
    repositories: ["."],
    secrets: ["SLACK_WEBHOOK"],
    vendors: ["vendor-0", "vendor-1", "vendor-2"].map((name) => ({ name, holds: ["hosts"] })),
    backupPlaces: [
      { name: "offsite-1", vendor: "backup-vendor", region: "north" },
      { name: "offsite-2", vendor: "other-vendor", region: "south" },
    ],
    alerts: [],
    exceptions: [],
  };
}
