import type { DatabaseWanted, HostWanted, PersonWanted, ServiceWanted } from "@secondlock/model";

export const ada: PersonWanted = {
  name: "ada",
  account: "ada",
  keys: ["ssh-ed25519 AAAA ada@laptop"],
  keyHome: "ada-laptop",
  secondFactorHome: "ada-phone",
  admin: ["app-1", "db-1"],
};

export const main: DatabaseWanted = {
  name: "main",
  engine: "postgresql",
  host: "db-1",
  port: 5432,
  clients: ["app-1"],
  backups: ["offsite-1", "offsite-2"],
};

export function host(id: string, wanted: Partial<HostWanted> = {}): HostWanted {
  return {
    id,
    role: "other",
    addresses: [],
    privateAddresses: [],
    admins: [],
    peopleDeclared: false,
    ports: [],
    portsDeclared: false,
    neighbours: [],
    databases: [],
    allow: [],
    sites: [],
    ...wanted,
  };
}

export function service(wanted: Partial<ServiceWanted> = {}): ServiceWanted {
  return {
    name: "shop",
    hosts: [],
    people: [],
    databases: [],
    sites: [],
    repositories: [],
    secrets: [],
    vendors: [],
    backupPlaces: [],
    alerts: [],
    exceptions: [],
    ...wanted,
  };
}

/** The service of design.md, with whatever is to be different about ada. */
export function shop(person: PersonWanted = ada): ServiceWanted {
  const auditor = {
    account: "secondlock-auditor",
    keys: ["ssh-ed25519 BBBB ci"],
    from: ["198.51.100.9"],
    keyHome: "ci",
  } as const;
  const people = { admins: [person], peopleDeclared: true, auditor };
  const app = host("app-1", {
    ...people,
    role: "app",
    ssh: { user: "deploy", address: "app-1.example", port: 22 },
    addresses: ["app-1.example"],
    privateAddresses: ["10.0.0.2"],
    ports: [
      { port: 443, protocol: "tcp", reason: "the shop itself", from: "anywhere" },
      { port: 80, protocol: "tcp", reason: "redirect to 443", from: "anywhere" },
      { port: 22, protocol: "tcp", reason: "administration", from: "anywhere" },
    ],
    portsDeclared: true,
    sites: ["shop.example"],
  });
  const db = host("db-1", {
    ...people,
    role: "db",
    ssh: { user: "deploy", address: "10.0.0.3", port: 22 },
    via: "app-1",
    privateAddresses: ["10.0.0.3"],
    databases: [main],
  });
  return service({
    hosts: [app, db],
    people: [person],
    databases: [main],
    sites: ["https://shop.example"],
    repositories: ["."],
    secrets: ["SLACK_WEBHOOK"],
    backupPlaces: [
      { name: "offsite-1", vendor: "backup-vendor", region: "north" },
      { name: "offsite-2", vendor: "other-vendor", region: "south" },
    ],
    alerts: ["slack"],
  });
}

/** This machine, without a service file. */
export function thisMachine(): ServiceWanted {
  return service({ name: "this machine", hosts: [host("this-machine")] });
}
